package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.server.index.RecordedEvents;
import dev.tallystick.server.journal.Journal;
import java.util.function.ObjLongConsumer;

/**
 * The events of a journal, decoded. Any thread.
 *
 * @param journal is read only
 */
public record JournalEvents(Journal journal) implements RecordedEvents {
    @Override
    public Event event(long number) {
        return JournaledPlane.event(journal, number);
    }

    @Override
    public void events(long[] numbers, ObjLongConsumer<Event> visitor) {
        journal.readAll(
                numbers,
                (number, buffer, offset, length) -> visitor.accept(EventCodec.decode(buffer, offset, length), number));
    }
}

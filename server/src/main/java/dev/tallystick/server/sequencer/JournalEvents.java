package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.server.index.RecordedEvents;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.JournalDamaged;
import dev.tallystick.server.journal.JournalUnreadable;
import dev.tallystick.server.journal.StoredEvent;
import java.util.function.ObjLongConsumer;

/**
 * The events of a journal, decoded: where everybody reads them who does not replay the journal. Any thread. Both methods
 * throw {@link RecordUnreadableException} for an event that is damaged or cannot be read.
 *
 * @param journal is read only
 */
public record JournalEvents(Journal journal) implements RecordedEvents {
    @Override
    public Event event(long number) {
        StoredEvent stored;
        try {
            stored = journal.read(number);
        } catch (JournalDamaged | JournalUnreadable e) {
            throw new RecordUnreadableException(e);
        }
        return EventCodec.decode(stored.bytes(), 0, stored.bytes().length);
    }

    @Override
    public void events(long[] numbers, ObjLongConsumer<Event> visitor) {
        try {
            journal.readAll(
                    numbers,
                    (number, buffer, offset, length) ->
                            visitor.accept(EventCodec.decode(buffer, offset, length), number));
        } catch (JournalDamaged | JournalUnreadable e) {
            throw new RecordUnreadableException(e);
        }
    }
}

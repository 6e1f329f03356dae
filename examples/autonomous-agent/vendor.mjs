import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { call, CUSTOMER_ID, DAYS, expected, operator, raw, referenceOf, say, sum, windowUntil } from './ledger.mjs';
import { countersignedBy, sealedBy } from './receipts.mjs';
import { Receiver } from './webhooks.mjs';

// The vendor's agent. It sells answers through a metering proxy. On the second day its meter counts each request twice;
// the access log stays right.
export class Vendor {
  day = DAYS[0];
  meter = new Map();
  accessLog = [];
  booked = new Map();
  verified = new Set();
  diverged = expected();
  corrected = expected();
  sealed = expected();
  satisfied = expected();
  receiver = new Receiver((event, data) => this.heard(event, data));

  async start(customerKey) {
    const service = createServer((request, response) => response.end(`answer to ${request.url}\n`));
    const proxy = createServer((request, response) => this.serve(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    }));
    this.servers = [service, proxy];
    [this.serviceUrl, this.url] = await Promise.all(this.servers.map((server) => new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
    })));
    this.customerKey = customerKey;
    await this.receiver.open(operator, 'the vendor\'s agent');
  }

  async serve(request, response) {
    const [, agent, wish] = /^\/(agent)\/([a-z]+)$/.exec(request.url) ?? [];
    if (agent) {
      let text = '';
      for await (const chunk of request) {
        text += chunk;
      }
      response.end(JSON.stringify(await this.answer(wish, JSON.parse(text))));
      return;
    }
    this.accessLog.push({ day: this.day, path: request.url });
    const units = this.day === DAYS[1] ? 2 : 1;
    this.meter.set(this.day, (this.meter.get(this.day) ?? 0) + units);
    response.end(await (await fetch(this.serviceUrl + request.url)).text());
  }

  answer(wish, body) {
    switch (wish) {
      case 'total': return { total: this.total() };
      case 'corrections': return this.correction(body);
      case 'agreed': return this.close();
      case 'countersigned': return this.satisfy();
      default: throw new Error(`No agent knows what ${wish} is.`);
    }
  }

  total() {
    return sum(this.booked.values());
  }

  // Noted before it is sent: the ledger may tell of a record before its reply is here.
  async record(item) {
    this.booked.set(item.referenceId, item.delta);
    return call('POST', '/api/v1/balance/delta', { customerId: CUSTOMER_ID, ...item });
  }

  async flush(day) {
    const recorded = await this.record({
      delta: -this.meter.get(day),
      reason: `Requests on ${day}`,
      referenceId: referenceOf(day),
      occurredAt: `${day}T12:00:00Z`,
    });
    say('vendor', `${day} recorded ${recorded.delta}`);
  }

  // Not on the customer's word alone: only for a comparison of which the ledger has told, and by just its amount.
  async correction({ referenceId, recorded, claimed }) {
    const counted = -this.accessLog.filter(({ day }) => referenceOf(day) === referenceId).length;
    const { amount } = await this.diverged.promise;
    if (counted !== claimed || counted - recorded !== amount) {
      return { accepted: false, counted };
    }
    const correction = await this.record({
      delta: counted - recorded,
      reason: 'The access log has fewer requests than the meter',
      referenceId: `correction:${referenceId}`,
      adjusts: { referenceId },
    });
    say('vendor', `the access log agrees; corrected by ${correction.delta}`);
    this.corrected.keep(correction);
    return { accepted: true, recordId: correction.recordId };
  }

  // Seals the window up to the correction; over by now, so nothing can be added to it any more.
  async close() {
    const end = Date.parse((await this.corrected.promise).recordedAt) + 1;
    while (Date.now() <= end) {
      await wait(1);
    }
    await operator('POST', `/dashboard/customers/${CUSTOMER_ID}/keys`, { key: this.customerKey });
    const checkpoint = await call('POST', '/api/v1/balance/checkpoint', {
      customerId: CUSTOMER_ID,
      ...windowUntil(end),
    });
    say('vendor', `sealed ${checkpoint.finalBalance}`);
    return { checkpointId: checkpoint.checkpointId };
  }

  heard(event, data) {
    if (data.customerId !== CUSTOMER_ID) {
      return;
    }
    if (event === 'delta.verified') {
      if (this.booked.get(data.referenceId) !== data.delta) {
        throw new Error(`The ledger holds ${data.delta} for ${data.referenceId}.`);
      }
      this.verified.add(data.referenceId);
    } else if (event === 'compare.diverged') {
      say('vendor', `heard of a comparison that parts by ${data.amount}`);
      this.diverged.keep(data);
    } else if (event === 'checkpoint.verified') {
      this.sealed.keep(data);
    }
  }

  // Takes nobody's word for it: the receipt must have both signatures, over what the ledger said it has sealed.
  async satisfy() {
    const checkpoint = await this.sealed.promise;
    const path = `/api/v1/balance/receipts/${checkpoint.checkpointId}?format=tallystick`;
    const receipt = JSON.parse(await raw(path));
    const [logKey] = (await raw('/log/sandbox/key')).split('\n');
    const all = this.verified.size === this.booked.size && checkpoint.finalBalance === this.total();
    if (!all || receipt.proofRoot !== checkpoint.proofRoot) {
      throw new Error(`The receipt is not of the ${this.total()} that were agreed on.`);
    }
    const signatures = {
      log: sealedBy(receipt, logKey),
      customer: countersignedBy(receipt, this.customerKey),
    };
    for (const [by, signature] of Object.entries(signatures)) {
      if (!signature) {
        throw new Error(`The receipt has no signature by the ${by} that holds.`);
      }
      say('vendor', `the receipt of ${checkpoint.finalBalance} is signed by the ${by}: ${signature.slice(0, 16)}...`);
    }
    this.satisfied.keep();
    return { satisfied: true };
  }

  async stop() {
    await this.receiver.close();
    this.servers?.forEach((server) => server.close());
  }
}

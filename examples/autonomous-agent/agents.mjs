// A vendor's agent and a customer's agent settle three days of usage between themselves. See README.md.
// Needs Node 20 or newer and nothing else.

import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const { BASE_URL = 'http://127.0.0.1:8080', API_KEY, OPERATOR_PASSWORD } = process.env;
const STARTED = Date.now();
const DAY = 86_400_000;
const CUSTOMER_ID = `acme-${STARTED}`;
const DAYS = [3, 2, 1].map((ago) => new Date(STARTED - ago * DAY).toISOString().slice(0, 10));
const REQUESTS = [4, 7, 5];

const referenceOf = (day) => `usage:${CUSTOMER_ID}:${day}`;
const say = (who, what) => console.log(`${who}: ${what}`);

async function call(method, path, body, headers = { 'X-Api-Key': API_KEY }) {
  const response = await fetch(BASE_URL + path, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const reply = await response.json();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${reply.error?.code}: ${reply.message}`);
  }
  return reply.data;
}

// Hands every event of this customer to both agents, from the journal's start, so that none is missed.
async function listen(agents, signal) {
  const response = await fetch(`${BASE_URL}/api/v1/balance/events`, {
    headers: { 'X-Api-Key': API_KEY, 'Last-Event-ID': '-1' },
    signal,
  });
  if (!response.ok) {
    throw new Error(`The event stream answered ${response.status}.`);
  }
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const data = block.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
      const event = data && JSON.parse(data);
      if (event?.data?.customerId === CUSTOMER_ID) {
        for (const agent of agents) {
          await agent.heard(event.event, event.data);
        }
      }
    }
  }
}

// The vendor sells answers through a metering proxy. On the second day its meter counts each request twice; the access
// log stays right.
class Vendor {
  day = DAYS[0];
  meter = new Map();
  accessLog = [];

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
  }

  async serve(request, response) {
    if (request.url === '/agent/corrections') {
      let text = '';
      for await (const chunk of request) {
        text += chunk;
      }
      response.end(JSON.stringify(await this.correction(JSON.parse(text))));
      return;
    }
    if (request.url === '/agent/agreed') {
      response.end(JSON.stringify(await this.close()));
      return;
    }
    this.accessLog.push({ day: this.day, path: request.url });
    const units = this.day === DAYS[1] ? 2 : 1;
    this.meter.set(this.day, (this.meter.get(this.day) ?? 0) + units);
    response.end(await (await fetch(this.serviceUrl + request.url)).text());
  }

  async flush(day) {
    const recorded = await call('POST', '/api/v1/balance/delta', {
      customerId: CUSTOMER_ID,
      delta: -this.meter.get(day),
      reason: `Requests on ${day}`,
      referenceId: referenceOf(day),
      occurredAt: `${day}T12:00:00Z`,
    });
    say('vendor', `${day} recorded ${recorded.delta}`);
  }

  async correction({ referenceId, recorded, claimed }) {
    const counted = -this.accessLog.filter(({ day }) => referenceOf(day) === referenceId).length;
    if (counted !== claimed) {
      return { accepted: false, counted };
    }
    const correction = await call('POST', '/api/v1/balance/delta', {
      customerId: CUSTOMER_ID,
      delta: counted - recorded,
      reason: 'The access log has fewer requests than the meter',
      referenceId: `correction:${referenceId}`,
      adjusts: { referenceId },
    });
    say('vendor', `the access log agrees; corrected by ${correction.delta}`);
    this.last = correction;
    return { accepted: true, recordId: correction.recordId };
  }

  // Seals the window up to the correction; over by now, so nothing can be added to it any more.
  async close() {
    const end = Date.parse(this.last.recordedAt) + 1;
    while (Date.now() <= end) {
      await wait(1);
    }
    const { token } = await call('POST', '/dashboard/auth/login', { password: OPERATOR_PASSWORD }, {});
    await call('POST', `/dashboard/customers/${CUSTOMER_ID}/keys`, { key: this.customerKey }, {
      Authorization: `Bearer ${token}`,
    });
    const checkpoint = await call('POST', '/api/v1/balance/checkpoint', {
      customerId: CUSTOMER_ID,
      startDate: new Date(STARTED - DAY).toISOString(),
      endDate: new Date(end).toISOString(),
    });
    say('vendor', `sealed ${checkpoint.finalBalance}`);
    return { checkpointId: checkpoint.checkpointId };
  }

  async heard(event, data) {
    if (event === 'compare.diverged') {
      say('vendor', `heard that ${data.divergentParty} differ by ${data.amount}`);
    }
  }

  stop() {
    this.servers.forEach((server) => server.close());
  }
}

// The customer keeps its own tally, and believes no total that it cannot arrive at.
class Customer {
  tally = new Map();
  seen = new Set();

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.publicKey = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
    this.done = new Promise((resolve) => {
      this.settled = resolve;
    });
  }

  async use(vendorUrl, day, requests) {
    for (let i = 0; i < requests; i++) {
      await (await fetch(`${vendorUrl}/question/${i}`)).text();
      this.tally.set(day, (this.tally.get(day) ?? 0) - 1);
    }
  }

  total() {
    return [...this.tally.values()].reduce((sum, delta) => sum + delta, 0);
  }

  compare(theirRecords) {
    return call('POST', '/api/v1/balance/compare', {
      customerId: CUSTOMER_ID,
      yourBalance: this.total(),
      theirBalance: this.total(),
      startDate: new Date(STARTED - DAY).toISOString(),
      endDate: new Date(STARTED + DAY).toISOString(),
      theirRecords,
    });
  }

  async heard(event, data) {
    if (event === 'delta.verified') {
      this.seen.add(data.referenceId);
      if (data.referenceId === referenceOf(DAYS.at(-1))) {
        await this.findDifference();
      } else if (data.referenceId?.startsWith('correction:')) {
        await this.agree();
      }
    } else if (event === 'checkpoint.verified') {
      await this.countersign(data);
    }
  }

  async findDifference() {
    const rows = [...this.tally].map(([day, delta]) => ({ referenceId: referenceOf(day), delta, date: day }));
    const compared = await this.compare(rows);
    const [item] = compared.records.theirs.items.filter((one) => one.class === 'amount_differs');
    say('customer', `${item.referenceId.slice(-10)} differs: ${item.recorded} recorded, ${item.claimed} used`);
    this.ask('corrections', { referenceId: item.referenceId, recorded: item.recorded, claimed: item.claimed });
  }

  async agree() {
    const compared = await this.compare();
    say('customer', `${compared.matchesTheirs ? 'agrees on' : 'still differs from'} ${compared.neutralBalance}`);
    if (compared.matchesTheirs) {
      this.ask('agreed', {});
    }
  }

  async countersign(checkpoint) {
    if (checkpoint.finalBalance !== this.total() || checkpoint.provisional) {
      throw new Error(`The customer does not sign ${checkpoint.finalBalance}.`);
    }
    const root = Buffer.from(checkpoint.proofRoot.slice(2), 'hex');
    const signature = sign(null, Buffer.concat([Buffer.from('tallystick:countersign:v1'), root]), this.privateKey);
    const signed = await call('POST', `/api/v1/balance/checkpoints/${checkpoint.checkpointId}/countersignature`, {
      signature: signature.toString('base64'),
    });
    say('customer', `countersigned ${signed.finalBalance}: ${signed.countersigned}`);
    this.settled();
  }

  // Not waited for here: the answer comes as an event, which must find this agent listening.
  ask(what, body) {
    fetch(`${this.vendorUrl}/agent/${what}`, { method: 'POST', body: JSON.stringify(body) })
      .then((response) => response.ok || response.text().then((text) => Promise.reject(new Error(text))))
      .catch(fail);
  }
}

function fail(error) {
  console.error(error);
  process.exit(1);
}

async function main() {
  if (!API_KEY || !OPERATOR_PASSWORD) {
    throw new Error('Set API_KEY and OPERATOR_PASSWORD; first-run.json in the data folder has both.');
  }
  setTimeout(() => fail(new Error('They have not settled within a minute.')), 60_000).unref();
  const customer = new Customer();
  const vendor = new Vendor();
  await vendor.start(customer.publicKey);
  customer.vendorUrl = vendor.url;
  const stop = new AbortController();
  listen([vendor, customer], stop.signal).catch((error) => stop.signal.aborted || fail(error));
  for (const [i, day] of DAYS.entries()) {
    vendor.day = day;
    await customer.use(vendor.url, day, REQUESTS[i]);
    await vendor.flush(day);
  }
  await customer.done;
  stop.abort();
  vendor.stop();
}

main().then(() => process.exit(0), fail);

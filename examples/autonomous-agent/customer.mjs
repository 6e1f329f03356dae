import { generateKeyPairSync, sign } from 'node:crypto';
import { broken, call, CUSTOMER_ID, DAYS, expected, operator, referenceOf, say, sum, windowUntil } from './ledger.mjs';
import { Receiver } from './webhooks.mjs';

// The customer's agent. It keeps a tally of its own, and believes no total that it cannot arrive at.
export class Customer {
  tally = new Map();
  countersigned = expected();
  receiver = new Receiver((event, data) => this.heard(event, data));

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.publicKey = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  }

  start(vendorUrl) {
    this.vendorUrl = vendorUrl;
    return this.receiver.open(operator, 'the customer\'s agent');
  }

  async use(day, requests) {
    for (let i = 0; i < requests; i++) {
      await (await fetch(`${this.vendorUrl}/question/${i}`)).text();
      this.tally.set(day, (this.tally.get(day) ?? 0) - 1);
    }
  }

  total() {
    return sum(this.tally.values());
  }

  async compare(theirRecords) {
    const { total } = await this.ask('total');
    return call('POST', '/api/v1/balance/compare', {
      customerId: CUSTOMER_ID,
      yourBalance: total,
      theirBalance: this.total(),
      ...windowUntil(Date.now() + 60_000),
      theirRecords,
    });
  }

  async heard(event, data) {
    if (data.customerId !== CUSTOMER_ID) {
      return;
    }
    if (event === 'delta.verified' && data.referenceId === referenceOf(DAYS.at(-1))) {
      await this.findDifference();
    } else if (event === 'delta.verified' && data.referenceId?.startsWith('correction:')) {
      await this.agree();
    } else if (event === 'checkpoint.verified') {
      await this.countersign(data);
    }
  }

  async findDifference() {
    const rows = [...this.tally].map(([day, delta]) => ({ referenceId: referenceOf(day), delta, date: day }));
    const compared = await this.compare(rows);
    const [item] = compared.records.theirs.items.filter((one) => one.class === 'amount_differs');
    say('customer', `${item.referenceId.slice(-10)} differs: ${item.recorded} recorded, ${item.claimed} used`);
    const { referenceId, recorded, claimed } = item;
    this.tell('corrections', { referenceId, recorded, claimed });
  }

  async agree() {
    const compared = await this.compare();
    say('customer', `${compared.matchesTheirs ? 'agrees on' : 'still differs from'} ${compared.neutralBalance}`);
    if (compared.matchesTheirs) {
      this.tell('agreed');
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
    this.tell('countersigned');
    this.countersigned.keep();
  }

  async ask(what, body = {}) {
    const response = await fetch(`${this.vendorUrl}/agent/${what}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) {
      throw new Error(`The vendor's agent answers ${what}: ${await response.text()}`);
    }
    return response.json();
  }

  // Not waited for: what comes of it is told by the ledger, and this agent must be free to hear it.
  tell(what, body) {
    this.ask(what, body).catch(broken.keep);
  }

  stop() {
    return this.receiver.close();
  }
}

// A receiver of webhooks: its own small HTTP server on this machine, and an endpoint of the ledger that points to it.
// Every delivery's signature is checked (standardwebhooks.com; docs/formats/webhooks.md) before anybody acts on it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { Advice } from './ledger.mjs';

const TOLERANCE_SECONDS = 300;
const BODY_MAX = 1 << 20;

/** Whether one of the delivery's signatures is ours: HMAC-SHA256 over id, time and the body's bytes as they came. */
export function verified(headers, body, secret, now = Date.now()) {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers;
  if (!id || !signatures || !/^\d{1,12}$/.test(seconds) || Math.abs(now / 1000 - Number(seconds)) > TOLERANCE_SECONDS) {
    return false;
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest();
  return signatures.split(' ').some((signature) => {
    const [version, text] = signature.split(',');
    const sent = Buffer.from(text ?? '', 'base64');
    return version === 'v1' && sent.length === expected.length && timingSafeEqual(sent, expected);
  });
}

/** Deliveries come at least once: by its webhook-id each is acted on once, however often it comes. */
export class Inbox {
  taken = new Map();

  constructor(act) {
    this.act = act;
  }

  /** Whether it came before. Only when acting on it went well is it taken; after a failure it may come again. */
  async take(id, event) {
    const before = this.taken.get(id);
    if (before) {
      await before;
      return true;
    }
    const acting = this.act(event);
    this.taken.set(id, acting);
    try {
      await acting;
    } catch (error) {
      this.taken.delete(id);
      throw error;
    }
    return false;
  }
}

/** Listens for an agent. `act(name, data)` is awaited before the reply, so what fails is delivered again. */
export class Receiver {
  counts = { taken: 0, repeated: 0, refused: 0 };

  constructor(act) {
    this.inbox = new Inbox(({ event, data }) => act(event, data));
    this.server = createServer((request, response) => {
      this.receive(request)
        .catch((error) => {
          console.error(error);
          return 500;
        })
        .then((status) => response.writeHead(status).end());
    });
  }

  async receive(request) {
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_MAX) {
        return 413;
      }
    }
    const body = Buffer.concat(chunks);
    if (!this.secret || !verified(request.headers, body, this.secret)) {
      this.counts.refused++;
      return 401;
    }
    const repeated = await this.inbox.take(request.headers['webhook-id'], JSON.parse(body));
    this.counts[repeated ? 'repeated' : 'taken']++;
    return 204;
  }

  /** Opens the port and makes the endpoint; `operator(method, path, body)` calls the API as the ledger's operator. */
  async open(operator, description) {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${this.server.address().port}/hook`;
    const endpoint = await operator('POST', '/dashboard/webhooks', { url, description }).catch((error) => {
      throw error.field === 'url' ? notAllowed(error.reason) : error;
    });
    this.secret = endpoint.secret;
    this.remove = () => operator('DELETE', `/dashboard/webhooks/${endpoint.id}`);
  }

  async close() {
    await this.remove?.();
    this.server.close();
    this.server.closeIdleConnections();
  }
}

const notAllowed = (reason) => new Advice(`The server sends no webhooks to this machine (${reason.replace(/\.$/, '')});`
  + ' start it with: TALLYSTICK_WEBHOOK_ALLOW=127.0.0.1 ./tallystick serve');

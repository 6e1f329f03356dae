// What both agents share: the ledger's API, and what the three days are.

const { BASE_URL = 'http://127.0.0.1:8080', API_KEY, OPERATOR_PASSWORD } = process.env;
const STARTED = Date.now();
const DAY = 86_400_000;

export const CUSTOMER_ID = `acme-${STARTED}`;
export const DAYS = [3, 2, 1].map((ago) => new Date(STARTED - ago * DAY).toISOString().slice(0, 10));

export const referenceOf = (day) => `usage:${CUSTOMER_ID}:${day}`;
export const windowUntil = (end) => ({
  startDate: new Date(STARTED - DAY).toISOString(),
  endDate: new Date(end).toISOString(),
});
export const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);
export const say = (who, what) => console.log(`${who}: ${what}`);

/** A promise that somebody else keeps. */
export function expected() {
  let keep;
  const promise = new Promise((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

/** Kept with the error when something went wrong that nobody waits for. */
export const broken = expected();

/** What keeps the agents from beginning, and what to do about it. */
export class Advice extends Error {}

export function checkEnvironment() {
  if (!API_KEY || !OPERATOR_PASSWORD) {
    throw new Advice('Set API_KEY and OPERATOR_PASSWORD; first-run.json in the data folder has both.');
  }
}

function ask(path, request) {
  return fetch(BASE_URL + path, request).catch((error) => {
    throw new Advice(`No server answers at ${BASE_URL} (${error.cause?.code ?? error.message});`
      + ' start it with: TALLYSTICK_WEBHOOK_ALLOW=127.0.0.1 ./tallystick serve, or name another with BASE_URL');
  });
}

export async function call(method, path, body, headers = { 'X-Api-Key': API_KEY }) {
  const response = await ask(path, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const reply = await response.json();
  if (!response.ok) {
    const error = new Error(`${method} ${path}: ${response.status} ${reply.error?.code}: ${reply.message}`);
    throw Object.assign(error, { field: reply.error?.field, reason: reply.message });
  }
  return reply.data;
}

/** Endpoints and customers' keys are the operator's to make; in earnest that is the vendor, for its customers as well. */
export async function operator(method, path, body) {
  const { token } = await call('POST', '/dashboard/auth/login', { password: OPERATOR_PASSWORD }, {});
  return call(method, path, body, { Authorization: `Bearer ${token}` });
}

/** What the ledger answers as it is, not wrapped: receipt files, the log's key. */
export async function raw(path) {
  const response = await ask(path, { headers: { 'X-Api-Key': API_KEY } });
  if (!response.ok) {
    throw new Error(`GET ${path}: ${response.status}`);
  }
  return response.text();
}

// Three days of usage, the balance they add up to, and whether both sides agree on it.
// Needs Node 18 or newer and nothing else. See README.md for how to run it.

const BASE_URL = process.env.BASE_URL ?? 'http://127.0.0.1:8080';
const API_KEY = process.env.API_KEY;
const CUSTOMER_ID = 'cust_acme';

const usage = [
  { day: '2026-02-01', delta: -100 },
  { day: '2026-02-02', delta: -250 },
  { day: '2026-02-03', delta: -150 },
];

async function call(method, path, body) {
  const response = await fetch(`${BASE_URL}/api/v1/balance${path}`, {
    method,
    headers: { 'X-Api-Key': API_KEY, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  }).catch((error) => {
    throw new Error(`No server answers at ${BASE_URL} (${error.cause?.code ?? error.message}).`);
  });
  const reply = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(reply.message), { status: response.status, details: reply.error });
  }
  return reply.data;
}

async function main() {
  if (!API_KEY) {
    throw new Error('Set API_KEY to a sandbox key; the first start of the server printed one.');
  }

  for (const { day, delta } of usage) {
    const recorded = await call('POST', '/delta', {
      customerId: CUSTOMER_ID,
      delta,
      reason: `Usage on ${day}`,
      // The same name for the same day every time: running this again stores nothing more.
      referenceId: `usage:${CUSTOMER_ID}:${day}`,
    });
    console.log(`${recorded.recordId} ${day} ${recorded.delta}${recorded.idempotent ? ' (recorded before)' : ''}`);
  }

  const derived = await call('GET', `/derive/${CUSTOMER_ID}`);
  console.log(`${derived.computedBalance} across ${derived.deltasCount} verified deltas`);

  const compared = await call('POST', '/compare', {
    customerId: CUSTOMER_ID,
    yourBalance: usage.reduce((sum, { delta }) => sum + delta, 0),
    theirBalance: -500,
    startingBalance: derived.startingBalance,
  });
  if (compared.matchesYours && compared.matchesTheirs) {
    console.log(`Both sides agree on ${compared.neutralBalance}`);
  } else {
    const report = compared.discrepancyReport;
    console.log(`They differ by ${report?.amount} (${report?.divergentParty}): ${report?.recommendation}`);
  }
}

main().catch((error) => {
  console.error(error.status ? `${error.status} ${error.details.code}: ${error.message}` : error.message);
  if (error.details?.code === 'REFERENCE_CONFLICT') {
    console.error(`recorded ${error.details.recordedContentHash}`);
    console.error(`sent     ${error.details.contentHash}`);
  }
  process.exitCode = 1;
});

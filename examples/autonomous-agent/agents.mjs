// A vendor's agent and a customer's agent settle three days of usage between themselves. See README.md.
// Needs Node 20 or newer and nothing else.

import { Customer } from './customer.mjs';
import { Advice, broken, checkEnvironment, DAYS, say } from './ledger.mjs';
import { Vendor } from './vendor.mjs';

const REQUESTS = [4, 7, 5];

async function settle(vendor, customer) {
  await vendor.start(customer.publicKey);
  await customer.start(vendor.url);
  for (const [i, day] of DAYS.entries()) {
    vendor.day = day;
    await customer.use(day, REQUESTS[i]);
    await vendor.flush(day);
  }
  await Promise.all([vendor.satisfied.promise, customer.countersigned.promise]);
}

async function main() {
  checkEnvironment();
  setTimeout(() => broken.keep(new Error('They have not settled within a minute.')), 60_000).unref();
  const agents = { vendor: new Vendor(), customer: new Customer() };
  try {
    const failure = await Promise.race([settle(agents.vendor, agents.customer), broken.promise]);
    if (failure) {
      throw failure;
    }
  } finally {
    // Left standing, an endpoint would be tried for days.
    for (const [name, agent] of Object.entries(agents)) {
      await agent.stop();
      const { taken, repeated, refused } = agent.receiver.counts;
      if (taken) {
        say(name, `heard ${taken} events, ${repeated} again; refused ${refused} deliveries`);
      }
    }
  }
}

main().then(() => process.exit(0), (error) => {
  console.error(error instanceof Advice ? error.message : error);
  process.exit(1);
});

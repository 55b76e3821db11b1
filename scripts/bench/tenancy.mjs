// `make bench`: what tenancy costs, our portal against a stock one beside it. BENCH_ROUNDS and
// BENCH_SECONDS shorten it; BENCH_SMOKE=1 only sees whether it works, as `make test` does.
import { stopAll, stopAllOnSignals } from '../lib/children.mjs';
import { runBench } from './runBench.mjs';

stopAllOnSignals();
runBench({ smoke: Boolean(process.env.BENCH_SMOKE) }).then(
  async code => {
    await stopAll();
    process.exit(code);
  },
  async error => {
    console.error(error.stack);
    await stopAll();
    process.exit(2);
  },
);

import type { Behaviour } from '../definition';
import type { Dice } from './Dice';
import { release, seenFrom, type Target, targetOf } from './targets';
import type { FaultFamily, FaultSpec } from './types';

type Words = {
  title: string;
  category: string;
  symptoms: string[];
  not: string[];
};

/** A version that somebody built and rolled out. */
function releaseOf(
  target: Target,
  behaviour: Partial<Behaviour>,
  { title, category, symptoms, not }: Words,
): Omit<FaultSpec, 'name'> {
  const { tag, edit, message } = release(target);
  return {
    title,
    ...seenFrom(target),
    truth: {
      category,
      cause: target.deployment,
      symptoms,
      fix: `Roll back to ${target.name} ${target.tag}.`,
      action: 'rollback',
      not,
    },
    images: [{ service: `${target.namespace}/${target.name}`, tag, behaviour }],
    change: { message, author: target.author, edits: [edit] },
  };
}

/** Words of failing code in the style of what it is written in. */
const stacks: Record<string, string[]> = {
  node: [
    "TypeError: Cannot read properties of null (reading 'currency')",
    '    at PriceFormatter.format (/app/dist/price/PriceFormatter.js:31:22)',
  ],
  java: [
    'java.lang.NullPointerException: Cannot invoke "java.math.BigDecimal.add(java.math.BigDecimal)" because "rate" is null',
    '\tat shop.rates.RateTable.lookup(RateTable.java:112)',
  ],
  go: [
    'runtime error: index out of range [4] with length 4',
    'goroutine 311 [running]: main.(*Table).row(0xc0001a2000, 0x4)',
  ],
  python: [
    "KeyError: 'cohort_id'",
    '  File "/app/reports/build.py", line 88, in build',
  ],
};

function errors(dice: Dice): Omit<FaultSpec, 'name'> {
  const target = targetOf(
    dice.target([
      'team-a-prod/products',
      'team-b-prod/payments',
      'team-a-prod/search',
      'team-a-b-prod/insights',
      'team-a-prod/checkout',
    ]),
  );
  return releaseOf(
    target,
    {
      errorRate: dice.between(0.2, 0.7),
      errorLines: stacks[target.runtime],
    },
    {
      title: `A release of ${target.name} fails on many of its requests`,
      category: 'code-regression',
      symptoms: [
        'requests answer 500 from the rollout on',
        'an exception in the log that nobody saw before',
      ],
      not: ['its dependencies: they answer as always', 'configuration'],
    },
  );
}

function slowness(dice: Dice): Omit<FaultSpec, 'name'> {
  const target = targetOf(
    dice.target([
      'team-b-prod/orders',
      'team-a-prod/products',
      'team-a-b-prod/events-collector',
      'team-b-prod/payments',
    ]),
  );
  return releaseOf(
    target,
    { latencyFactor: dice.between(9, 16) },
    {
      title: `A release of ${target.name} answers slowly`,
      category: 'code-regression',
      symptoms: [
        'latency is many times what it was, from the rollout on',
        'CPU and errors stay as they were',
      ],
      not: ['CPU: it is not throttled', 'its dependencies'],
    },
  );
}

function leak(dice: Dice): Omit<FaultSpec, 'name'> {
  const [key, mi] = dice.target([
    ['team-b-prod/payments', 1.4],
    ['team-b-prod/orders', 1.5],
    ['team-a-prod/search', 0.9],
  ] as const);
  const target = targetOf(key);
  return releaseOf(
    target,
    { leakMiPerRequest: mi * dice.between(1, 1.6) },
    {
      title: `A release of ${target.name} loses memory until it is killed`,
      category: 'out-of-memory',
      symptoms: [
        'memory rises from the rollout on until the limit',
        'containers end with OOMKilled',
      ],
      not: ['more traffic', 'the memory limit: it was not changed'],
    },
  );
}

function hunger(dice: Dice): Omit<FaultSpec, 'name'> {
  const [key, seconds] = dice.target([
    ['team-b-prod/payments', 0.7],
    ['team-b-prod/orders', 0.6],
    ['team-a-prod/search', 0.8],
  ] as const);
  const target = targetOf(key);
  return releaseOf(
    target,
    { cpuSecondsPerRequest: seconds * dice.between(1, 1.5) },
    {
      title: `A release of ${target.name} needs far more CPU than it may use`,
      category: 'cpu-saturation',
      symptoms: [
        'CPU use stands at its limit from the rollout on',
        'latency rises to seconds',
      ],
      not: ['more traffic', 'the CPU limit: it was not changed'],
    },
  );
}

function crash(dice: Dice): Omit<FaultSpec, 'name'> {
  const target = targetOf(
    dice.target([
      'team-a-prod/search',
      'team-b-prod/ledger',
      'team-a-prod/products',
      'team-a-b-prod/insights',
    ]),
  );
  return releaseOf(
    target,
    { crashAtStart: stacks[target.runtime] },
    {
      title: `A release of ${target.name} crashes at start`,
      category: 'code-regression',
      symptoms: [
        'pods of the new version are in CrashLoopBackOff',
        'the last words are an exception',
      ],
      not: ['configuration: it was not changed', 'out of memory'],
    },
  );
}

function otherProcessor(dice: Dice): Omit<FaultSpec, 'name'> {
  const target = targetOf(
    dice.target([
      'team-a-prod/cart',
      'team-b-prod/ledger',
      'team-a-prod/products',
    ]),
  );
  return releaseOf(
    target,
    { foreignArchitecture: true },
    {
      title: `A release of ${target.name} was built for another processor`,
      category: 'bad-image',
      symptoms: [
        'containers end at once with exit code 255',
        'the only line is: exec format error',
      ],
      not: ['the application: it never began', 'the registry: it was pulled'],
    },
  );
}

/** New versions with a mistake in them. */
export const releaseFaults: FaultFamily[] = [
  { name: 'release-with-errors', build: errors },
  { name: 'release-too-slow', build: slowness },
  { name: 'release-with-leak', build: leak },
  { name: 'release-hungry-for-cpu', build: hunger },
  { name: 'release-crashes', build: crash },
  { name: 'release-other-processor', build: otherProcessor },
];

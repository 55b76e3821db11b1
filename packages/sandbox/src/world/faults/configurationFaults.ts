import type { FaultFamily } from './types';
import {
  containerEdit,
  seenFrom,
  settingEdits,
  targetOf,
  podEdit,
} from './targets';

const STARTERS = [
  'team-a-prod/cart',
  'team-b-prod/ledger',
  'team-a-prod/search',
  'team-a-b-prod/insights',
  'team-a-prod/products',
];

/** Configuration that is missing or wrong. */
export const configurationFaults: FaultFamily[] = [
  {
    name: 'config-key-missing',
    build(dice) {
      const target = targetOf(dice.target(STARTERS));
      const key = dice.of(['FEATURE_FLAGS', 'TRACING_RATIO', 'TENANT_LIST']);
      return {
        title: `${target.name} refers to a key that its ConfigMap does not have`,
        ...seenFrom(target),
        truth: {
          category: 'missing-config',
          cause: target.deployment,
          symptoms: [
            'pods wait in CreateContainerConfigError',
            `couldn't find key ${key} in ConfigMap`,
          ],
          fix: `Add ${key} to ConfigMap ${target.name}-config, or take the reference out.`,
          action: 'rollback',
          not: ['a crash: the container never started', 'bad image'],
        },
        change: {
          message: `Read ${key} from the configuration`,
          author: target.author,
          edits: [
            containerEdit(
              target,
              ['env'],
              [
                {
                  name: key,
                  valueFrom: {
                    configMapKeyRef: { name: `${target.name}-config`, key },
                  },
                },
              ],
            ),
          ],
        },
      };
    },
  },
  {
    name: 'secret-missing',
    build(dice) {
      const target = targetOf(dice.target([...STARTERS].reverse()));
      const name = `${target.name}-${dice.of(['credentials', 'api-token'])}`;
      return {
        title: `${target.name} refers to a Secret that does not exist`,
        ...seenFrom(target),
        truth: {
          category: 'missing-config',
          cause: target.deployment,
          symptoms: [
            'pods wait in CreateContainerConfigError',
            `secret "${name}" not found`,
          ],
          fix: `Create Secret ${name}, or take the reference out.`,
          action: 'rollback',
          not: ['a crash: the container never started', 'a missing ConfigMap'],
        },
        change: {
          message: `Give ${target.name} its own token`,
          author: target.author,
          edits: [
            containerEdit(
              target,
              ['env'],
              [
                {
                  name: 'ACCESS_TOKEN',
                  valueFrom: { secretKeyRef: { name, key: 'token' } },
                },
              ],
            ),
          ],
        },
      };
    },
  },
  {
    name: 'setting-unreadable',
    build(dice) {
      const [key, variable, value] = dice.target([
        ['team-b-prod/ledger', 'JOURNAL_PATH', ''],
        ['team-a-prod/cart', 'REDIS_URL', 'cart-redis:80'],
      ] as const);
      const target = targetOf(key);
      return {
        title: `${target.name} exits at start because of ${variable}`,
        ...seenFrom(target),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [
            'pods are in CrashLoopBackOff with exit code 1',
            `the last words complain about ${variable}`,
          ],
          fix: `Set ${variable} in ConfigMap ${target.name}-config back.`,
          action: 'config-change',
          not: ['out of memory: the exit code is 1', 'a code change'],
        },
        change: {
          message: `Tidy the settings of ${target.name}`,
          author: target.author,
          edits: settingEdits(target, variable, value),
        },
      };
    },
  },
  {
    name: 'setting-careless',
    build(dice) {
      const [key, variable, value] = dice.target([
        ['team-a-prod/products', 'CACHE_TTL', '0s'],
        ['team-a-prod/search', 'MAX_RESULTS', '5000'],
        ['team-a-b-prod/insights', 'WINDOW_DAYS', '3650'],
      ] as const);
      const target = targetOf(key);
      return {
        title: `A setting makes ${target.name} slow`,
        ...seenFrom(target),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [
            `latency rises many times over since ${variable} was changed`,
            'the image is the one as before',
          ],
          fix: `Set ${variable} in ConfigMap ${target.name}-config back.`,
          action: 'config-change',
          not: ['a code change: the image is the same', 'more traffic'],
        },
        change: {
          message: `Change ${variable} of ${target.name}`,
          author: target.author,
          edits: settingEdits(target, variable, value),
        },
      };
    },
  },
  {
    name: 'too-many-clients',
    build(dice) {
      const target = targetOf('team-b-prod/orders-db');
      return {
        title: 'The database of orders takes too few connections',
        ...seenFrom(target, 'orders'),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [
            'orders-db refuses connections: too many clients already',
            'orders and checkout fail with it',
          ],
          fix: 'Set MAX_CONNECTIONS in ConfigMap orders-db-config back to 100.',
          action: 'config-change',
          not: ['orders: it was not changed', 'more traffic'],
        },
        change: {
          message: 'Save memory in the database of orders',
          author: target.author,
          edits: settingEdits(
            target,
            'MAX_CONNECTIONS',
            dice.of(['3', '5', '8']),
          ),
        },
      };
    },
  },
  {
    name: 'credentials-wrong',
    build(dice) {
      const [key, variable, value, said] = dice.target([
        [
          'team-b-prod/orders',
          'DB_URL',
          'http://orders_app@orders-db:80',
          'password authentication failed',
        ],
        [
          'team-b-prod/payments',
          'ACQUIRER_URL',
          'https://acquirer.example/v1',
          'the acquirer answers 410 Gone',
        ],
      ] as const);
      const target = targetOf(key);
      return {
        title: `${target.name} is turned away by what it talks to`,
        ...seenFrom(target),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [`nearly all requests fail: ${said}`, 'pods are healthy'],
          fix: `Set ${variable} in ConfigMap ${target.name}-config back.`,
          action: 'config-change',
          not: ['its database: it answers others', 'a code change'],
        },
        change: {
          message: `Move ${target.name} to its new address`,
          author: target.author,
          edits: settingEdits(target, variable, value),
        },
      };
    },
  },
  {
    name: 'memory-limit-cut',
    build(dice) {
      const [key, limit] = dice.target([
        ['team-b-prod/payments', '210Mi'],
        ['team-a-prod/search', '330Mi'],
        ['team-a-prod/cart', '32Mi'],
        ['team-b-prod/ledger', '56Mi'],
      ] as const);
      const target = targetOf(key);
      return {
        title: `The memory limit of ${target.name} is below what it needs`,
        ...seenFrom(target),
        truth: {
          category: 'out-of-memory',
          cause: target.deployment,
          symptoms: [
            'containers end with OOMKilled soon after each start',
            `the limit became ${limit}`,
          ],
          fix: `Set the memory limit of ${target.name} back to ${target.limits.memory}.`,
          action: 'rollback',
          not: ['a leak: it needs no more than before', 'a code change'],
        },
        change: {
          message: `Right-size the memory of ${target.name}`,
          author: target.author,
          edits: [
            containerEdit(target, ['resources'], {
              requests: { cpu: target.requests.cpu, memory: limit },
              limits: { cpu: target.limits.cpu, memory: limit },
            }),
          ],
        },
      };
    },
  },
  {
    name: 'cpu-limit-cut',
    build(dice) {
      const [key, limit] = dice.target([
        ['team-a-prod/search', '50m'],
        ['team-a-b-prod/insights', '18m'],
      ] as const);
      const target = targetOf(key);
      return {
        title: `The CPU limit of ${target.name} is below what it needs`,
        ...seenFrom(target),
        truth: {
          category: 'cpu-saturation',
          cause: target.deployment,
          symptoms: [
            'nearly all periods are throttled',
            'latency rises to seconds',
          ],
          fix: `Set the CPU limit of ${target.name} back to ${target.limits.cpu}.`,
          action: 'config-change',
          not: ['more traffic', 'a code change: the image is the same'],
        },
        change: {
          message: `Right-size the CPU of ${target.name}`,
          author: target.author,
          edits: [
            containerEdit(target, ['resources'], {
              requests: { cpu: limit, memory: target.requests.memory },
              limits: { cpu: limit, memory: target.limits.memory },
            }),
          ],
        },
      };
    },
  },
  {
    name: 'init-container-waits',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/search',
          'team-b-prod/ledger',
          'team-a-prod/cart',
          'team-a-b-prod/insights',
        ]),
      );
      const host = dice.of(['schema-registry', 'migrations', 'warmup-cache']);
      return {
        title: `An init container of ${target.name} waits for something that does not exist`,
        ...seenFrom(target),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [
            'pods stay in Init:0/1',
            'the init container runs and does not end',
          ],
          fix: 'Take the init container out again.',
          action: 'rollback',
          not: ['the application: it never begins', 'bad image'],
        },
        change: {
          message: `Let ${target.name} wait for ${host}`,
          author: target.author,
          edits: [
            podEdit(
              target,
              ['initContainers'],
              [
                {
                  name: `wait-for-${host}`,
                  image: 'registry.shop.example/platform/tools:1.4',
                  command: [
                    'sh',
                    '-c',
                    `until nc -z ${host} 8080; do sleep 2; done`,
                  ],
                },
              ],
            ),
          ],
        },
      };
    },
  },
];

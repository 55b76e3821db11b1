import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { SchedulerServiceTaskInvocationDefinition } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalogModuleZitadel } from '../module';

/** Where the company's repository would be; the reader of the test has its files. */
const REPOSITORY = 'https://git.example/company/';
const COMPANY = join(
  dirname(require.resolve('@internal/sandbox/package.json')),
  'company',
);
const POLL_MS = 100;
const MAX_POLLS = 150;

type Tasks = Map<string, SchedulerServiceTaskInvocationDefinition>;

/** The real catalog with our module and the sandbox company's repository. */
export class TestCatalog {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;
  readonly #tasks: Tasks;

  private constructor(
    backend: Awaited<ReturnType<typeof startTestBackend>>,
    tasks: Tasks,
  ) {
    this.#backend = backend;
    this.#tasks = tasks;
  }

  static async start(options: {
    knex: Awaited<ReturnType<TestDatabases['init']>>;
    /** The location file of the repository. */
    file: string;
    /** Of `catalog.providers.zitadel.main`. */
    provider: JsonObject;
  }): Promise<TestCatalog> {
    const tasks: Tasks = new Map();
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleZitadel,
        mockServices.scheduler.mock({
          scheduleTask: async task => void tasks.set(task.id, task),
        }).factory,
        mockServices.database.factory({ knex: options.knex }),
        mockServices.urlReader.mock({
          search: async url => {
            const path = join(COMPANY, url.slice(REPOSITORY.length));
            const content = await readFile(path).catch(() => undefined);
            if (!url.startsWith(REPOSITORY) || !content) {
              throw new NotFoundError(`There is no ${url}`);
            }
            return { files: [{ url, content: async () => content }], etag: '' };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              // The least that there is; a stock catalog looks again after minutes.
              processingInterval: { seconds: 1 },
              rules: [
                {
                  allow: [
                    'Component',
                    'Group',
                    'Location',
                    'Resource',
                    'System',
                    'User',
                  ],
                },
              ],
              locations: [
                { type: 'url', target: `${REPOSITORY}${options.file}` },
              ],
              providers: { zitadel: { main: options.provider } },
            },
          },
        }),
      ],
    });
    return new TestCatalog(backend, tasks);
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  /** Runs what is scheduled, now: our sync and the catalog's own. Failures are in the status. */
  async sync(): Promise<void> {
    for (const { fn } of this.#tasks.values()) {
      await Promise.resolve(fn(new AbortController().signal)).catch(() => {});
    }
  }

  async status() {
    return (await this.#get('zitadel/status')).providers.main;
  }

  async entity(ref: string): Promise<Entity | undefined> {
    const [, kind, name] = /^(\w+):default\/(.+)$/.exec(ref)!;
    return this.#get(`entities/by-name/${kind}/default/${name}`);
  }

  /** The targets of an entity's relations of a type, sorted; undefined without the entity. */
  async related(ref: string, type: string): Promise<string[] | undefined> {
    return (await this.entity(ref))?.relations
      ?.filter(relation => relation.type === type)
      .map(({ targetRef }) => targetRef)
      .sort();
  }

  /** Waits until something is so, for a bounded time, and resolves to what it is. */
  async settle<T>(read: () => Promise<T>, wanted: unknown): Promise<T> {
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      if (JSON.stringify(await read()) === JSON.stringify(wanted)) break;
      await new Promise(done => setTimeout(done, POLL_MS));
    }
    return read();
  }

  async #get(path: string) {
    const response = await fetch(
      `http://127.0.0.1:${this.#backend.server.port()}/api/catalog/${path}`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    return response.ok ? response.json() : undefined;
  }
}

import { Answer } from '../support/send';
import { Caller, CallerName, CALLERS } from '../support/Caller';
import { startTrustedService } from '../support/machines';
import { signIn } from '../support/signIn';
import { canary, Canaries, plant } from './plant';
import { SandboxAdmin } from './SandboxAdmin';

const SETTLE_TIMEOUT_MS = 90_000;
const POLL_MS = 500;

/** What belongs to alice and is called by its id. */
export type Belongings = {
  entityUid: string;
  investigation: string;
  task: string;
  notification: string;
  /** One of team-a-prod. */
  pod: string;
};

/** The portal under attack, everybody who attacks it, and what they must not get. */
export class World {
  readonly portalUrl: string;
  readonly admin: SandboxAdmin;
  readonly canaries: Canaries;
  readonly #callers: Map<CallerName, Caller>;
  readonly #close: () => void;
  belongings!: Belongings;

  private constructor(options: {
    portalUrl: string;
    admin: SandboxAdmin;
    canaries: Canaries;
    callers: Map<CallerName, Caller>;
    close: () => void;
  }) {
    this.portalUrl = options.portalUrl;
    this.admin = options.admin;
    this.canaries = options.canaries;
    this.#callers = options.callers;
    this.#close = options.close;
  }

  static async create(env: {
    portalUrl: string;
    stateFile: string;
    staticToken: string;
    jwksUrl: string;
    docsFolder: string;
  }): Promise<World> {
    const { portalUrl, docsFolder } = env;
    const admin = await SandboxAdmin.fromFile(env.stateFile);
    const canaries = await plant({ admin, docsFolder });
    const service = await startTrustedService(env.jwksUrl);
    const callers = new Map<CallerName, Caller>();
    const tokens: Partial<Record<CallerName, string>> = {
      static: env.staticToken,
      service: service.token,
    };
    for (const name of CALLERS) {
      const token =
        name in tokens || name === 'anonymous'
          ? tokens[name]
          : await signIn({ portalUrl, username: name });
      callers.set(name, new Caller({ name, portalUrl, token }));
    }
    const close = service.close;
    const world = new World({ portalUrl, admin, canaries, callers, close });
    await world.#settle();
    return world;
  }

  as(name: CallerName): Caller {
    return this.#callers.get(name)!;
  }

  /** What an answer gives away that it must not; undefined when nothing. */
  leakIn(answer: Answer | string): string | undefined {
    const text =
      typeof answer === 'string'
        ? answer
        : `${JSON.stringify(answer.headers)}\n${answer.text}`;
    for (const [word, place] of this.canaries) {
      if (text.includes(word)) {
        return `it tells '${word}' (${place})`;
      }
    }
    return undefined;
  }

  close(): void {
    this.#close();
  }

  /** Waits until it is as asked; whatever it takes, within reason. */
  async eventually<T>(
    what: string,
    check: () => Promise<T | undefined>,
  ): Promise<T> {
    const until = Date.now() + SETTLE_TIMEOUT_MS;
    for (;;) {
      const value = await check();
      if (value !== undefined) return value;
      if (Date.now() > until)
        throw new Error(`${what}: not within ${SETTLE_TIMEOUT_MS / 1000} s`);
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
  }

  /** The catalog reads its locations again. */
  async refreshCatalog(): Promise<void> {
    const petra = this.as('petra');
    const { json } = await petra.get(
      '/api/catalog/entities?filter=kind=location',
    );
    for (const { metadata } of json) {
      await petra.post('/api/catalog/refresh', {
        entityRef: `location:${metadata.namespace ?? 'default'}/${
          metadata.name
        }`,
      });
    }
  }

  async #settle(): Promise<void> {
    const alice = this.as('alice');
    await this.eventually(
      'The planted entities are in the catalog',
      async () => {
        await this.refreshCatalog();
        const known = await this.as('petra').get(
          '/api/catalog/entities?filter=kind=component&fields=metadata.name',
        );
        const names = (known.json ?? []).map((e: any) => e.metadata.name); // eslint-disable-line @typescript-eslint/no-explicit-any -- an entity
        return ['owned-by-a', 'hostile-bare', 'two-clusters'].every(name =>
          names.includes(name),
        )
          ? true
          : undefined;
      },
    );
    const { json: entity } = await alice.get(
      '/api/catalog/entities/by-name/component/default/owned-by-a',
    );
    const started = await alice.post('/api/rca/investigations', {
      entityRef: 'component:default/checkout',
      timeRange: { last: '30m' },
    });
    const investigation = started.json?.id;
    if (!investigation)
      throw new Error(`alice cannot investigate: ${started.text}`);
    await this.eventually('The investigation is finished', async () => {
      const { json } = await alice.get(
        `/api/rca/investigations/${investigation}`,
      );
      return ['queued', 'running'].includes(json.state) ? undefined : json;
    });
    this.canaries.set(investigation, 'investigation');

    const note = canary('task');
    this.canaries.set(note, 'task');
    const created = await alice.post('/api/scaffolder/v2/tasks', {
      templateRef: 'template:default/analyze-root-cause',
      values: {
        entityRef: 'component:default/checkout',
        timeRange: '30m',
        note,
      },
    });
    const task = created.json?.id;
    if (!task) throw new Error(`alice cannot run a template: ${created.text}`);
    this.canaries.set(task, 'task');
    await this.eventually('The task is finished', async () => {
      const { json } = await alice.get(`/api/scaffolder/v2/tasks/${task}`);
      return ['open', 'processing'].includes(json.status) ? undefined : json;
    });

    const title = canary('notification');
    this.canaries.set(title, 'notification');
    await this.as('static').post('/api/notifications/notifications', {
      recipients: {
        type: 'entity',
        entityRef: 'user:default/300000000000000001',
      },
      payload: { title },
    });
    const notification = await this.eventually(
      'alice is notified',
      async () => {
        const { json } = await alice.get('/api/notifications/notifications');
        return json?.notifications?.find((n: any) => n.payload.title === title)
          ?.id; // eslint-disable-line @typescript-eslint/no-explicit-any -- a notification
      },
    );
    this.canaries.set(notification, 'notification');
    const [pod] = await this.admin.podsOf('team-a-prod');
    this.belongings = {
      entityUid: entity.metadata.uid,
      investigation,
      task,
      notification,
      pod,
    };
  }
}

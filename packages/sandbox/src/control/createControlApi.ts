import express, { type ErrorRequestHandler, type Express } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Directory } from '../identity';
import type { World } from '../types';
import type { BreakableStore } from './Telemetry';
import { parseDuration } from './duration';

/** What the control API steers. */
export type ControlTarget = {
  readonly world: Pick<World, 'clock' | 'seed' | 'faults' | 'inject' | 'heal'>;
  /** Undefined while the world does not follow the wall clock. */
  readonly lagMs: number | undefined;
  /** Undefined where the identity provider is somebody else's. */
  readonly directory: Pick<Directory, 'find' | 'setRoles'> | undefined;
  /** Undefined where there is no such store, or it is somebody else's. */
  store(name: string): BreakableStore | undefined;
  advanceTo(timeMs: number): Promise<void>;
  reset(seed?: number): Promise<void>;
};

/** Nobody has more roles than that. */
const MAX_ROLES = 50;

const STATUS_OF: Record<string, number> = {
  ClockError: 400,
  ConflictError: 409,
};

/** A refusal with its status. */
class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The API behind `scripts/sandbox-ctl.mjs`: faults, time, a fresh start, stores that fail, and who has which role. */
export function createControlApi(target: ControlTarget): Express {
  const router = PromiseRouter();

  router.get('/health', (_req, res) => {
    res.json({
      status: 'ok',
      seed: target.world.seed,
      ...describeClock(target),
    });
  });

  router.get('/faults', (_req, res) => {
    res.json({ faults: target.world.faults() });
  });

  router.post('/faults/:name', async (req, res) => {
    const { name } = req.params;
    if (!target.world.faults().some(fault => fault.name === name)) {
      throw new ControlError(404, `There is no fault '${name}'`);
    }
    try {
      await target.world.inject(name);
    } catch (error) {
      throw new ControlError(409, messageOf(error));
    }
    res.json(target.world.faults().find(fault => fault.name === name));
  });

  router.post('/heal', async (_req, res) => {
    const active = target.world.faults().filter(fault => fault.activeSince);
    await target.world.heal();
    res.json({ healed: active.map(fault => fault.name) });
  });

  router.get('/clock', (_req, res) => {
    res.json(describeClock(target));
  });

  router.post('/clock/advance', async (req, res) => {
    await target.advanceTo(readTime(target, req.body));
    res.json(describeClock(target));
  });

  router.put('/people/:username/roles', (req, res) => {
    const { username } = req.params;
    const { roles } = req.body;
    if (
      !Array.isArray(roles) ||
      roles.length > MAX_ROLES ||
      roles.some(role => typeof role !== 'string')
    ) {
      throw new ControlError(400, `'roles' must be at most ${MAX_ROLES} names`);
    }
    if (!target.directory?.find(username)) {
      throw new ControlError(404, `Nobody is called '${username}'`);
    }
    target.directory.setRoles(username, roles);
    res.json({ username, roles: target.directory.find(username)!.roles });
  });

  const storeOf = (name: string) => {
    const store = target.store(name);
    if (!store) {
      throw new ControlError(404, `The sandbox has no store '${name}'`);
    }
    return store;
  };
  router.post('/stores/:name/break', (req, res) => {
    storeOf(req.params.name).break();
    res.json({ broken: req.params.name });
  });

  router.post('/stores/:name/mend', (req, res) => {
    storeOf(req.params.name).mend();
    res.json({ mended: req.params.name });
  });

  router.post('/reset', async (req, res) => {
    const { seed } = req.body;
    if (seed !== undefined && !Number.isSafeInteger(seed)) {
      throw new ControlError(400, "'seed' must be a whole number");
    }
    await target.reset(seed);
    res.json({ seed: target.world.seed, ...describeClock(target) });
  });

  router.use((req, _res) => {
    throw new ControlError(404, `There is no ${req.method} ${req.path}`);
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(refuseBrowsers());
  app.use(express.json({ limit: '10kb' }));
  app.use(router);
  app.use(((error, _req, res, _next) => {
    const status = STATUS_OF[error.name] ?? error.status ?? 500;
    res.status(status).json({ error: { message: messageOf(error) } });
  }) as ErrorRequestHandler);
  return app;
}

/** Keeps pages that happen to be open in a browser from reaching the sandbox. */
function refuseBrowsers(): express.RequestHandler {
  return (req, _res, next) => {
    if (req.headers.origin || req.headers['sec-fetch-site'] === 'cross-site') {
      throw new ControlError(403, 'The control API is not for browsers');
    }
    next();
  };
}

function describeClock({ world, lagMs }: ControlTarget) {
  return {
    time: new Date(world.clock.now()).toISOString(),
    wallTime: new Date().toISOString(),
    live: lagMs !== undefined,
    lagSeconds: lagMs === undefined ? undefined : Math.round(lagMs / 1000),
  };
}

function readTime(target: ControlTarget, body: { to?: unknown; by?: unknown }) {
  const { to, by } = body;
  const duration = typeof by === 'string' ? parseDuration(by) : undefined;
  if (to === undefined && duration !== undefined) {
    return target.world.clock.now() + duration;
  }
  if (by === undefined && to === 'now') {
    return Date.now();
  }
  const time = typeof to === 'string' ? Date.parse(to) : NaN;
  if (by === undefined && !Number.isNaN(time)) {
    return time;
  }
  throw new ControlError(
    400,
    'Send {"by": "10m"}, {"to": "now"} or {"to": "<ISO 8601 time>"}',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import type { RequestHandler } from 'express';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { SessionWatch } from './SessionWatch';

/** An address that no listener answers to. */
const HELD = '/held-until-the-token-is-checked';
/** Ours and that of the signals plugin. */
const KNOWN_LISTENERS = 2;

/**
 * Stands before the signals plugin's listener for websockets.
 *
 * @remarks
 * Once a server has a listener for upgrades, they no longer pass through Express, and
 * so through no middleware. Listeners cannot wait for each other. So a request for
 * signals is held by an address that the stock listener does not know, and emitted
 * again under its own when its token was found to be good.
 */
export class UpgradeGuard {
  readonly #auth: AuthService;
  readonly #sessions: SessionWatch;
  readonly #logger: LoggerService;
  readonly #signalsUrl: string;
  readonly #admitted = new WeakSet<IncomingMessage>();
  readonly #servers = new WeakSet<Server>();

  constructor(options: {
    auth: AuthService;
    sessions: SessionWatch;
    logger: LoggerService;
    /** Where the signals plugin answers. */
    signalsUrl: string;
  }) {
    this.#auth = options.auth;
    this.#sessions = options.sessions;
    this.#logger = options.logger;
    this.#signalsUrl = options.signalsUrl;
  }

  /** Like the stock plugin, it learns of the server from the first upgrade only. */
  middleware(): RequestHandler {
    return (req, _res, next) => {
      const { server } = req.socket as { server?: Server };
      if (server && req.headers.upgrade?.toLowerCase() === 'websocket') {
        if (!this.#servers.has(server)) {
          this.#servers.add(server);
          server.prependListener('upgrade', (request, socket, head) =>
            this.#onUpgrade(server, request, socket, head),
          );
        }
        // The stock plugin takes this request to start listening, and never answers it.
        setImmediate(() => req.socket.destroy());
      }
      next();
    };
  }

  #onUpgrade(
    server: Server,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    if (this.#admitted.has(request)) {
      return;
    }
    const url = request.url ?? '/';
    // The very comparison of the stock listener: whatever it would take is held.
    if (!this.#signalsUrl.endsWith(url)) {
      if (server.listenerCount('upgrade') <= KNOWN_LISTENERS) {
        refuse(socket, '404 Not Found');
      }
      return;
    }
    request.url = HELD;
    socket.on('error', () => socket.destroy());
    this.#admit(request, socket).then(
      () => {
        this.#admitted.add(request);
        request.url = url;
        server.emit('upgrade', request, socket, head);
      },
      error => {
        this.#logger.debug('A websocket was refused', toError(error));
        refuse(socket, '401 Unauthorized');
      },
    );
  }

  async #admit(request: IncomingMessage, socket: Duplex): Promise<void> {
    const token = request.headers['sec-websocket-protocol'] ?? '';
    const credentials = await this.#auth.authenticate(token);
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Signals are for people');
    }
    await this.#sessions.watch(credentials, socket);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    () => socket.destroy(),
  );
}

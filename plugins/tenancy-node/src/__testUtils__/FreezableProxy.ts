import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** Passes TCP connections on until it is frozen: then all stay open and nothing comes. */
export class FreezableProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #frozen = false;

  static async start(target: string): Promise<FreezableProxy> {
    const proxy = new FreezableProxy(new URL(target));
    await new Promise<void>(done => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  private constructor(target: URL) {
    this.#server = createServer(client => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ]) {
        this.#sockets.add(from);
        from.on('data', data => !this.#frozen && to.write(data));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  freeze(): void {
    this.#frozen = true;
  }

  /** Cuts what was frozen: new connections work again. */
  thaw(): void {
    this.#frozen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.thaw();
    await new Promise(done => this.#server.close(done));
  }
}

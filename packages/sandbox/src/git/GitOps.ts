import type { SandboxWorld } from '../world';
import { GitDesiredState } from './GitDesiredState';
import { GitOpsHistory } from './GitOpsHistory';
import { Reconciler } from './Reconciler';
import type { GitServer } from './startGitServer';

/** Ties one world to the GitOps repository, from its past on. */
export class GitOps {
  readonly #server: GitServer;
  readonly #reconciler: Reconciler;
  readonly #stopListening: () => void;

  private constructor(server: GitServer, reconciler: Reconciler) {
    this.#server = server;
    this.#reconciler = reconciler;
    this.#stopListening = this.#server.onPush(repository => {
      if (repository === 'gitops') {
        this.#reconciler.reconcile();
      }
    });
  }

  /** From now on the repository rules: it holds the past, and every change comes from it. */
  static async start(options: {
    server: GitServer;
    world: SandboxWorld;
    history: GitOpsHistory;
  }): Promise<GitOps> {
    const { server, world, history } = options;
    const { clock, store } = world;
    const repository = server.repositories.gitops;
    await history.write(repository, clock.now());
    const reconciler = new Reconciler({ repository, store, clock });
    await reconciler.reconcile();
    world.useDesiredState(
      new GitDesiredState({ repository, reconciler, clock }),
    );
    reconciler.start();
    return new GitOps(server, reconciler);
  }

  async stop(): Promise<void> {
    this.#stopListening();
    await this.#reconciler.stop();
  }
}

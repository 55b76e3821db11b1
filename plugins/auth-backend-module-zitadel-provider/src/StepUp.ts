import { Request } from 'express';

const FLAG = 'zitadelStepUp';

/**
 * Remembers, in the browser's session at the portal, that a sign-in was too weak,
 * so that the next one is asked to begin anew: the provider would otherwise hand
 * out the same weak sign-in again, and nobody could get any further.
 */
export const StepUp = {
  ask(req: Request): void {
    const { session } = req as unknown as { session?: Record<string, unknown> };
    if (session) session[FLAG] = true;
  },

  /** True once after each {@link StepUp.ask}. */
  take(req: Request): boolean {
    const { session } = req as unknown as { session?: Record<string, unknown> };
    if (!session?.[FLAG]) return false;
    delete session[FLAG];
    return true;
  },
};

/** An entity of team-a. */
export const OWNED = {
  namespace: 'default',
  kind: 'component',
  name: 'owned-by-a',
};
export const OWNED_REF = 'component:default/owned-by-a';
export const POD = { cluster: 'sandbox', namespace: 'team-a-prod' };
export const CHECKOUT = 'component:default/checkout';
/** Steps of a sign-in that nobody began. */
export const IDENTITY_PAGES = { passes: [400, 401] };
/** The id of nothing. */
export const MISSING = {
  params: { id: '00000000-0000-0000-0000-000000000000' },
  passes: [404],
};

/** What belongs to alice, by its id. */
export function mine(what: 'notification' | 'investigation' | 'task') {
  return (world: { belongings: Record<typeof what, string> }) => ({
    params: { id: world.belongings[what], taskId: world.belongings[what] },
  });
}

/** The last quarter of an hour of alice's service. */
export function aboutCheckout(more: object = {}) {
  const now = Date.now();
  const window = {
    from: new Date(now - 15 * 60_000).toISOString(),
    to: new Date(now).toISOString(),
  };
  return { body: { entityRef: CHECKOUT, window, ...more } };
}

/** A message to nobody. */
export function notification() {
  return {
    body: {
      recipients: { type: 'entity', entityRef: 'user:default/nobody' },
      payload: { title: 'Hello' },
    },
  };
}

import { type ServiceDefinition, serviceKey } from '../definition';

/** The services in an order in which callers come before those that they call. */
export function callersFirst(
  services: readonly ServiceDefinition[],
): ServiceDefinition[] {
  const byKey = new Map(
    services.map(service => [serviceKey(service), service]),
  );
  const ordered: ServiceDefinition[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (key: string) => {
    const service = byKey.get(key);
    if (!service || state.get(key) === 'done') {
      return;
    }
    if (state.get(key) === 'open') {
      throw new Error(`The call graph has a cycle at ${key}`);
    }
    state.set(key, 'open');
    for (const route of service.routes) {
      for (const call of route.calls ?? []) {
        visit(call.to);
      }
    }
    state.set(key, 'done');
    ordered.unshift(service);
  };
  for (const key of byKey.keys()) {
    visit(key);
  }
  return ordered;
}

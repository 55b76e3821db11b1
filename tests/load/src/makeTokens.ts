import { signIn } from '@internal/security';

const KEYS = '/api/auth/access-keys/v1';
const AT_ONCE = 5;

/**
 * As many callers as there are people, each of its own: keys for machines of one team.
 * They take the same way through tenancy as people, and the sandbox has few people.
 */
export async function makeTokens(options: {
  url: string;
  people: number;
}): Promise<string[]> {
  const { url, people } = options;
  const alice = await signIn({ portalUrl: url, username: 'alice' });
  const post = async (path: string, body: object, token?: string) => {
    const answer = await fetch(`${url}${KEYS}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  };
  const makeToken = async (index: number): Promise<string> => {
    const { secret } = await post(
      '/keys',
      {
        name: `load ${index}`,
        owner: 'team-a',
        permissions: [
          'catalog.entity.read',
          'kubernetes.clusters.read',
          'kubernetes.resources.read',
          'observability.read',
        ],
        namespaces: [{ cluster: 'sandbox', namespace: 'team-a-prod' }],
        lifetimeHours: 1,
      },
      alice,
    );
    const { token } = await post('/token', { key: secret });
    return token;
  };
  const tokens: string[] = [];
  while (tokens.length < people) {
    const first = tokens.length;
    const count = Math.min(AT_ONCE, people - first);
    tokens.push(
      ...(await Promise.all(
        Array.from({ length: count }, (_, index) => makeToken(first + index)),
      )),
    );
  }
  return tokens;
}

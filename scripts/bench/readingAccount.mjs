const NAME = 'stock-portal';
const NAMESPACE = 'default';
const TOKEN_SECONDS = 3_600;

/**
 * Makes a ServiceAccount that may read everything in a cluster, as a stock app has one, and
 * resolves to its token. The administrator's own token would not do: a cluster checks the tokens of
 * ServiceAccounts, and theirs are what our portal reads with.
 */
export async function readingAccount({ url, adminToken }) {
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${adminToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const account = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
  const metadata = { name: NAME };
  await post(account, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  await post(`${rbac}/clusterroles`, {
    apiVersion,
    kind: 'ClusterRole',
    metadata,
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  await post(`${rbac}/clusterrolebindings`, {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: NAME,
    },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
  });
  const { status } = await post(`${account}/${NAME}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: {},
    spec: { expirationSeconds: TOKEN_SECONDS },
  });
  return status.token;
}

import { Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectRefused } from './hostile';

const PODS = 'api/v1/namespaces/team-a-prod/pods';

/** Ways to write an address that one parser reads otherwise than the next. */
const PATHS = [
  `/api/kubernetes/proxy/${PODS}`,
  `/api/kubernetes/proxy//${PODS}`,
  `/api/kubernetes//proxy/${PODS}`,
  `/api//kubernetes/proxy/${PODS}`,
  `//api/kubernetes/proxy/${PODS}`,
  `/API/KUBERNETES/PROXY/${PODS}`,
  `/Api/Kubernetes/Proxy/${PODS}`,
  `/api/kubernetes/./proxy/${PODS}`,
  `/api/kubernetes/x/../proxy/${PODS}`,
  `/api/catalog/../kubernetes/proxy/${PODS}`,
  `/api/catalog/%2e%2e/kubernetes/proxy/${PODS}`,
  `/api/catalog%2f..%2fkubernetes/proxy/${PODS}`,
  `/api/kubernetes/%70roxy/${PODS}`,
  `/api/kubernetes/proxy%2f${PODS}`,
  `/api/kubernetes/proxy;x=1/${PODS}`,
  `/api/kubernetes/proxy/;/${PODS}`,
  `/api/kubernetes/proxy\\${PODS}`,
  `/api/kubernetes/proxy/%5c${PODS}`,
  `/api/kubernetes/proxy/%00/${PODS}`,
  `/api/kubernetes/proxy/${PODS}%00`,
  `/api/kubernetes/proxy/${PODS}?impersonate=admin`,
  `/api/kubernetes/proxy/${PODS}?watch=true`,
  `/api/kubernetes/proxy/${PODS}?labelSelector=%21x&limit=500`,
  `/api/kubernetes/proxy/${PODS}#/api/v1/namespaces/team-b-prod`,
  `/api/kubernetes/proxy/${PODS}/`,
  `/api/kubernetes/proxy/apis/../${PODS}`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-b-prod/../team-a-prod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-b-prod/pods/../../team-a-prod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-b-prod%2f%2e%2e%2fteam-a-prod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-b-prod%252f..%252fteam-a-prod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/te%61m-a-prod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/TEAM-A-PROD/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/team%2da%2dprod/pods`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-a-prod/pods/x/exec?command=sh`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-a-prod/pods/x/log`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-a-prod/pods/x/portforward`,
  `/api/kubernetes/proxy/api/v1/namespaces/team-a-prod/services/checkout/proxy/`,
  `/api/kubernetes/proxy/apis/metrics.k8s.io/v1beta1/pods`,
  `/api/kubernetes/proxy/openapi/v2`,
  `/api/kubernetes/proxy/version`,
  `/api/kubernetes/proxy/.well-known/openid-configuration`,
  `/api/kubernetes/proxy/http://127.0.0.1:1/${PODS}`,
  `/api/kubernetes/proxy/@127.0.0.1/${PODS}`,
  `/api/kubernetes/clusters/sandbox/namespaces/team-a-prod/events`,
  `/api/kubernetes/clusters/sandbox/namespaces/Team-A-Prod/events`,
  `/api/kubernetes/clusters/sandbox/namespaces/team-b-prod%2f..%2fteam-a-prod/events`,
  `/api/kubernetes/clusters/sandbox/namespaces/../namespaces/team-a-prod/events`,
  `/api/kubernetes/clusters/sandbox-2%2f..%2fsandbox/namespaces/team-a-prod/events`,
  `/api/kubernetes/clusters/SANDBOX/namespaces/team-a-prod/events`,
  `/api/kubernetes/clusters/sandbox/namespaces/team-b-prod/events?namespace=team-a-prod`,
  `/api/kubernetes/clusters/sandbox/namespaces/team-b-prod/events?cluster=sandbox&namespace[]=team-a-prod`,
];

/** What a foreigner sends along, beside the plain request. */
const VARIANTS: Array<{ name: string; method?: string; headers?: object }> = [
  { name: 'plain' },
  { name: 'POST', method: 'POST' },
  {
    name: 'with a method in a header',
    method: 'POST',
    headers: { 'x-http-method-override': 'GET' },
  },
  {
    name: 'as a websocket',
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'channel.k8s.io',
    },
  },
];

/** Hostile paths, each in several ways, each as bob. None may answer with success. */
export async function testVariants(suite: Suite, world: World): Promise<void> {
  suite.begin(`Hostile addresses (${PATHS.length * VARIANTS.length})`);
  const bob = world.as('bob');
  for (const path of PATHS) {
    for (const { name, method, headers } of VARIANTS) {
      await suite.test(`${path} ${name}`, async () => {
        const answer = await bob
          .send({
            method,
            path: path.replaceAll(' ', '%20'),
            headers: { 'backstage-kubernetes-cluster': 'sandbox', ...headers },
          })
          // A connection that is closed without an answer is a refusal, too.
          .catch(() => undefined);
        if (answer && !isFrontend(answer.text)) expectRefused(world, answer);
      });
    }
  }
}

/** An address that is not of the API is answered by the frontend's one page. */
function isFrontend(text: string): boolean {
  return (
    text.startsWith('<!doctype html>') || text.startsWith('<!DOCTYPE html>')
  );
}

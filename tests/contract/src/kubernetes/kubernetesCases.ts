import { accessCases } from './accessCases';
import { rbacCases } from './rbacCases';
import { readCases } from './readCases';
import type { KubernetesCase } from './types';
import { writeCases } from './writeCases';

/** What every Kubernetes API that the product talks to must do, the sandbox's included. */
export const kubernetesCases: KubernetesCase[] = [
  ...accessCases,
  ...rbacCases,
  ...readCases,
  ...writeCases,
];

import { badImageProducts } from './badImageProducts';
import { cpuPayments } from './cpuPayments';
import { crashConfigCart } from './crashConfigCart';
import { errorsOrders } from './errorsOrders';
import { missingConfigmapLedger } from './missingConfigmapLedger';
import { nodeNotReady } from './nodeNotReady';
import { oomCheckout } from './oomCheckout';
import { readinessSearch } from './readinessSearch';
import { routineRollout } from './routineRollout';
import { scaledToZeroSearch } from './scaledToZeroSearch';
import { slowCartRedis } from './slowCartRedis';
import { trafficDoubling } from './trafficDoubling';
import type { FaultSpec } from './types';
import { unschedulableInsights } from './unschedulableInsights';
import { wrongSelectorFrontend } from './wrongSelectorFrontend';

/** Everything that can be made to go wrong, then the controls in which nothing does. */
export const faultCatalog: FaultSpec[] = [
  badImageProducts,
  crashConfigCart,
  oomCheckout,
  readinessSearch,
  cpuPayments,
  slowCartRedis,
  errorsOrders,
  missingConfigmapLedger,
  unschedulableInsights,
  wrongSelectorFrontend,
  nodeNotReady,
  scaledToZeroSearch,
  trafficDoubling,
  routineRollout,
];

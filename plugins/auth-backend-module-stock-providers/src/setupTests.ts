import { endTimersWithTests } from '@internal/plugin-sign-in-node/testUtils';

endTimersWithTests();

import { createApp } from '@backstage/frontend-defaults';
import { kubernetesModule } from './modules/kubernetes';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

// Plugins are discovered from package.json (`app.packages: all`).
export default createApp({
  features: [navModule, signInModule, kubernetesModule],
});

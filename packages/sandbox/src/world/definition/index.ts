export * from './types';
export * from './company';
export { services, serviceKey } from './services';
export { ImageRegistry, imageName } from './behaviour';
export { firstCluster, secondCluster } from './clusters';
export { desiredManifests, manifestPath } from './desiredManifests';

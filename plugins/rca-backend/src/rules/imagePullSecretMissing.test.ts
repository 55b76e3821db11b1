import { cart, happened } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { waiting } from '../__testUtils__/snapshot';
import { imagePullSecretMissing } from './imagePullSecretMissing';

ruleTest(imagePullSecretMissing, {
  sees: [
    [
      "a registry's credentials that are not there",
      cart(
        { ready: false, container: waiting('ImagePullBackOff', 'x') },
        undefined,
        happened(
          'FailedToRetrieveImagePullSecret',
          'Unable to retrieve some image pull secrets (registry); attempting to pull the image may not succeed.',
        ),
      ),
      [
        "critical: Secret registry with the registry's credentials is missing for the only pod of cart",
        "missing-config 0.97: cart cannot pull its image because Secret registry, which holds the registry's credentials, is not there.",
      ],
    ],
  ],
  isSilentOn: [
    [
      'credentials that are missing and not needed',
      cart(
        {},
        undefined,
        happened(
          'FailedToRetrieveImagePullSecret',
          'Unable to retrieve some image pull secrets (registry)',
        ),
      ),
    ],
    [
      'an image that does not exist',
      cart(
        { ready: false, container: waiting('ErrImagePull', 'x') },
        undefined,
        happened('Failed', 'not found'),
      ),
    ],
  ],
});

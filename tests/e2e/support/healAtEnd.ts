import { heal } from './world';

/** Ends what the tests broke, once all are through. */
export default heal;

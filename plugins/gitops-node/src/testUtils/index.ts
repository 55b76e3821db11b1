export { gitOpsServiceMock } from './gitOpsServiceMock';

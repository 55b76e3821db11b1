import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GroupDifferences } from './GroupDifferences';

const ALICE = 'user:default/1';
const TEAM_A = 'group:default/team-a';
const TEAM_B = 'group:default/team-b';

function create(memberOf: string[]) {
  const success = jest.fn(async () => {});
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => ({ success, fail: jest.fn() })),
  });
  const catalog = catalogServiceMock({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: '1' },
        relations: [
          ...memberOf.map(targetRef => ({ type: 'memberOf', targetRef })),
          { type: 'ownerOf', targetRef: 'component:default/cart' },
        ],
      },
    ],
  });
  const logger = mockServices.logger.mock();
  const differences = new GroupDifferences({
    catalog,
    auth: mockServices.auth(),
    auditor,
    logger,
  });
  return { differences, auditor, catalog, logger, success };
}

describe('GroupDifferences', () => {
  it('should report a difference once, in the log and on the record, until it changes', async () => {
    const { differences, auditor, logger, success } = create([TEAM_B]);
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_A] });
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_A] });
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'group-difference',
      severityLevel: 'medium',
      meta: {
        userEntityRef: ALICE,
        onlyInToken: [TEAM_A],
        onlyInCatalog: [TEAM_B],
      },
    });
    expect(success).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    await differences.report({ userEntityRef: ALICE, groups: [] });
    expect(auditor.createEvent).toHaveBeenCalledTimes(2);
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_B] });
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_A] });
    expect(auditor.createEvent).toHaveBeenCalledTimes(3);
  });

  it('should say nothing where both agree, or the catalog does not know the user', async () => {
    const { differences, auditor } = create([TEAM_B, TEAM_A]);
    await differences.report({
      userEntityRef: ALICE,
      groups: [TEAM_A, TEAM_B],
    });
    await differences.report({
      userEntityRef: 'user:default/2',
      groups: [TEAM_A],
    });
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it('should not fail with the catalog, nor wait for it, nor pile up', async () => {
    const { differences, auditor, catalog } = create([TEAM_B]);
    const read = jest.spyOn(catalog, 'getEntityByRef');
    read.mockRejectedValueOnce(new Error('down'));
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_A] });

    jest.useFakeTimers();
    try {
      read.mockClear().mockReturnValue(new Promise(() => {}));
      const reports = Array.from({ length: 30 }, () =>
        differences.report({ userEntityRef: ALICE, groups: [TEAM_A] }),
      );
      await jest.advanceTimersByTimeAsync(2_000);
      await Promise.all(reports);
      expect(read).toHaveBeenCalledTimes(20);
    } finally {
      jest.useRealTimers();
    }
    expect(auditor.createEvent).not.toHaveBeenCalled();
    read.mockRestore();
    await differences.report({ userEntityRef: ALICE, groups: [TEAM_A] });
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
  });
});

import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, event, minute, workload } from '../__testUtils__/snapshot';
import { certificateExpired } from './certificateExpired';

const template = (text: string, change = 'new') => ({
  templates: [
    {
      id: 't',
      template: text,
      service: 'cart',
      namespace: NAMESPACE,
      pods: [],
      change,
      before: 0,
      after: 9,
      firstSeen: minute(50),
      evidence: 0,
    } as never,
  ],
});

ruleTest(certificateExpired, {
  sees: [
    [
      'an event of a certificate controller',
      {
        kubernetes: [
          {
            events: [
              event(
                'Certificate',
                'shop-tls',
                'Expired',
                'certificate has expired on 2026-11-20',
              ),
            ],
          },
        ],
      },
      [
        'critical: The certificate of Certificate shop-tls has expired',
        'certificate-expired 0.95: The TLS certificate of Certificate shop-tls has expired (certificate has expired on 2026-11-20).',
      ],
    ],
    [
      'new lines of a client',
      {
        kubernetes: [workload('cart')],
        logs: template(
          'call to ledger failed: x509: certificate has expired or is not yet valid',
        ),
      },
      [
        'critical: cart says that a certificate has expired',
        'certificate-expired 0.9: cart refuses or is refused a connection because a certificate has expired. It says: "call to ledger failed: x509: certificate has expired or is not yet valid".',
      ],
    ],
    [
      'the last words of a container',
      {
        kubernetes: [
          workload('cart'),
          {
            lastWords: {
              [`${NAMESPACE}/cart-1-a/app`]: ['ERROR tls: CERT_HAS_EXPIRED'],
            },
          },
        ],
      },
      [
        'critical: cart says that a certificate has expired',
        'certificate-expired 0.9: cart refuses or is refused a connection because a certificate has expired. It says: "tls: CERT_HAS_EXPIRED".',
      ],
    ],
  ],
  isSilentOn: [
    [
      'an event about another thing that expired',
      {
        kubernetes: [
          {
            events: [
              event('Certificate', 'x', 'Issued', 'The token has expired'),
            ],
          },
        ],
      },
    ],
    [
      "a pod's event, which is no word about its Ingress",
      {
        kubernetes: [
          { events: [event('Pod', 'x', 'X', 'certificate has expired')] },
        ],
      },
    ],
    [
      'lines that vanished',
      {
        kubernetes: [workload('cart')],
        logs: template('x509: certificate has expired', 'vanished'),
      },
    ],
    [
      'an event before the time that is looked at',
      {
        kubernetes: [
          {
            events: [
              event('Ingress', 'x', 'X', 'certificate has expired', {
                at: -500,
              }),
            ],
          },
        ],
      },
    ],
  ],
});

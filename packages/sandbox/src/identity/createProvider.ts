import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import Provider, {
  type ClientMetadata,
  type Configuration,
  type KoaContextWithOIDC,
  interactionPolicy,
} from 'oidc-provider';
import { renderErrorPage } from '../control/html';
import { createMemoryAdapter } from './createMemoryAdapter';
import type { Directory } from './Directory';
import { renderSignOutPage } from './pages';
import {
  PROJECT_ID,
  PROJECT_ROLES_CLAIM,
  ROLES_CLAIM,
  zitadelClaims,
} from './zitadelClaims';

/** ZITADEL's defaults: access and id tokens live 12 hours, refresh tokens 30 days. */
const TOKEN_TTL_S = 12 * 3600;
const REFRESH_TOKEN_TTL_S = 30 * 24 * 3600;
const SESSION_TTL_S = 24 * 3600;
/** A sign-in page may be left open this long. */
const INTERACTION_TTL_S = 3600;

const RESOURCE_OWNER_CLAIMS = [
  'urn:zitadel:iam:user:resourceowner:id',
  'urn:zitadel:iam:user:resourceowner:primary_domain',
];

/** Scopes that applications send to ZITADEL; the roles come with or without them. */
const ZITADEL_SCOPES = [
  'urn:zitadel:iam:org:project:roles',
  'urn:zitadel:iam:org:projects:roles',
  `urn:zitadel:iam:org:project:id:${PROJECT_ID}:aud`,
  'urn:zitadel:iam:org:project:id:zitadel:aud',
  'urn:zitadel:iam:user:resourceowner',
];

/**
 * The OpenID provider, configured to answer like a ZITADEL project that asserts
 * roles on authentication. Its keys and sessions live as long as the process.
 */
export function createProvider(options: {
  issuer: string;
  directory: Directory;
  client: ClientMetadata;
}): Provider {
  const { issuer, directory } = options;
  const configuration: Configuration = {
    adapter: createMemoryAdapter(),
    clients: [options.client],
    jwks: { keys: [createSigningKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    routes: {
      authorization: '/oauth/v2/authorize',
      token: '/oauth/v2/token',
      introspection: '/oauth/v2/introspect',
      revocation: '/oauth/v2/revoke',
      jwks: '/oauth/v2/keys',
      userinfo: '/oidc/v1/userinfo',
      end_session: '/oidc/v1/end_session',
    },
    scopes: ['openid', 'offline_access', ...ZITADEL_SCOPES],
    claims: {
      openid: [
        'sub',
        ROLES_CLAIM,
        PROJECT_ROLES_CLAIM,
        ...RESOURCE_OWNER_CLAIMS,
        // How and when somebody signed in, in the id token; ZITADEL says it unasked.
        'amr',
        'auth_time',
      ],
      profile: [
        'name',
        'given_name',
        'family_name',
        'preferred_username',
        'locale',
      ],
      email: ['email', 'email_verified'],
    },
    // The id token carries the claims too, and not only userinfo.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    // As ZITADEL does; whoever sends an old one again loses the session.
    rotateRefreshToken: true,
    ttl: {
      AccessToken: TOKEN_TTL_S,
      IdToken: TOKEN_TTL_S,
      RefreshToken: REFRESH_TOKEN_TTL_S,
      Session: SESSION_TTL_S,
      Grant: REFRESH_TOKEN_TTL_S,
      Interaction: INTERACTION_TTL_S,
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const { body, securityPolicy } = renderSignOutPage(form);
          ctx.set('content-security-policy', securityPolicy);
          ctx.body = body;
        },
        postLogoutSuccessSource: ctx => {
          ctx.body = renderErrorPage('You are signed out', '');
        },
      },
    },
    interactions: {
      policy: createPolicy(),
      url: (_ctx, interaction) => `/ui/login/${interaction.uid}`,
    },
    loadExistingGrant: grantEverything,
    findAccount(_ctx, id) {
      const person = directory.findById(id);
      return (
        person && {
          accountId: person.id,
          claims: () => zitadelClaims(person) as any,
        } // eslint-disable-line @typescript-eslint/no-explicit-any -- `sub` is among them
      );
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = renderErrorPage(
        'Sign-in failed',
        `${out.error}: ${out.error_description ?? ''}`,
      );
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.use(async (ctx, next) => {
    grantOfflineAccess(ctx);
    await next();
  });
  return provider;
}

/** Asks who signs in each time, so that changing over to another person takes one click. */
function createPolicy() {
  const policy = interactionPolicy.base();
  policy.get('login')!.checks.add(
    new interactionPolicy.Check(
      'choose_person',
      'The person is to be chosen',
      ctx => {
        const { prompts, result } = ctx.oidc;
        return !prompts.has('none') && !result?.login;
      },
    ),
  );
  return policy;
}

/** Nobody is asked for consent: the application belongs to the company. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider } = ctx.oidc;
  const grant = new provider.Grant({
    clientId: client!.clientId,
    accountId: session!.accountId,
  });
  grant.addOIDCScope(String(params?.scope ?? 'openid'));
  await grant.save();
  return grant;
}

/**
 * ZITADEL hands out refresh tokens for the scope alone. The provider follows the
 * specification, which wants the prompt `consent` with it, so that is added here;
 * the sign-in route answers it by itself.
 */
function grantOfflineAccess(
  ctx: Parameters<Parameters<Provider['use']>[0]>[0],
) {
  const { scope, prompt } = ctx.query;
  if (
    ctx.path === '/oauth/v2/authorize' &&
    String(scope ?? '')
      .split(' ')
      .includes('offline_access') &&
    !/\b(none|consent)\b/.test(String(prompt ?? ''))
  ) {
    ctx.query = {
      ...ctx.query,
      prompt: prompt ? `${prompt} consent` : 'consent',
    };
  }
}

function createSigningKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    ...(privateKey.export({ format: 'jwk' }) as {
      kty: 'RSA';
      e: string;
      n: string;
    }),
    kid: randomUUID(),
    use: 'sig',
    alg: 'RS256',
  };
}

/** What the log can be narrowed to, in the order of its menu. */
export const AUDIT_GROUPS = {
  sign_in: 'Sign-ins',
  account: 'Accounts',
  member: 'Members and invitations',
  team: 'Team settings',
  share: 'Share links',
  key: 'Keys, tokens and webhooks',
  money: 'Budgets and quotas',
  scene: 'Scenes',
  image: 'Images',
  review: 'Approvals and comments',
  library: 'Collections and prompts',
  gallery: 'Gallery',
  export: 'Exports',
  admin: 'Administration',
} as const
export type AuditGroup = keyof typeof AUDIT_GROUPS

/** Kinds of things that something can be done to. */
export const AUDIT_TARGETS = [
  'user',
  'session',
  'team',
  'invitation',
  'share_link',
  'engine_key',
  'workflow',
  'token',
  'webhook',
  'budget',
  'scene',
  'generation',
  'output',
  'comment',
  'collection',
  'prompt',
  'publication',
  'announcement',
  'engine',
  'audit_log',
  'instance',
] as const
export type AuditTarget = (typeof AUDIT_TARGETS)[number]

type Described = {
  group: AuditGroup
  /**
   * What follows the name of whoever did it. `{target}` is the name of the thing; `{before.role}` and `{after.role}` are
   * values of the row. A part in square brackets is left out where one of its values is missing.
   */
  words: string
}

/** Makes the rows of one group. */
const inGroup = <Name extends string>(group: AuditGroup, words: Record<Name, string>): Record<Name, Described> =>
  Object.fromEntries(Object.entries<string>(words).map(([name, text]) => [name, { group, words: text }])) as Record<Name, Described>

/**
 * Everything that the audit log can hold. {@link AuditAction} is made from it, so that code cannot record what is not
 * listed here with words that a person can read.
 */
export const AUDIT_ACTIONS = {
  ...inGroup('export', { 'team.exported': 'exported everything of the team' }),
  ...inGroup('sign_in', {
    'session.started': 'signed in[ with {after.method}]',
    'session.signed-out': 'signed out',
    'session.ended': 'ended another of their sessions',
    'session.others-ended': 'ended their other sessions',
    'sign-in.failed': 'failed to sign in[ as {target}][: {after.reason}]',
    'recovery-code.used': 'used a recovery code to sign in',
    'magic-link.requested': 'asked for a sign-in link for {target}',
  }),
  ...inGroup('account', {
    'user.signed-up': 'opened an account',
    'user.renamed': 'changed their name[ from {before.name}][ to {after.name}]',
    'user.deleted': 'deleted their account',
    'user.exported': 'downloaded what is known about them',
    'user.email-changed': 'changed the email address of their account',
    'email-change.requested': 'asked to change the email address of their account',
    'email.verified': 'verified their email address',
    'password.changed': 'changed their password',
    'password.set': 'set a first password',
    'password.reset-requested': 'asked to reset the password of {target}',
    'password.reset': 'reset their password',
    'password.removed': 'lost a password that was set before the address was verified',
    'second-factor.enabled': 'turned the second step of signing in on',
    'second-factor.disabled': 'turned the second step of signing in off',
    'recovery-codes.replaced': 'made new recovery codes',
    'identity.linked': 'linked an account at {after.provider}',
    'identity.unlinked': 'unlinked an account at {before.provider}',
  }),
  ...inGroup('member', {
    'invitation.made': 'invited somebody[ as {after.role}]',
    'invitation.renewed': 'renewed an invitation',
    'invitation.revoked': 'withdrew an invitation',
    'member.joined': 'joined the team[ as {after.role}]',
    'member.role-changed': 'changed the role of {target}[ from {before.role}][ to {after.role}]',
    'member.removed': 'removed {target} from the team',
    'member.left': 'left the team',
  }),
  ...inGroup('team', {
    'team.created': 'created the team[ {after.name}]',
    'team.renamed': 'renamed the team[ from {before.name}][ to {after.name}]',
    'team.picture-changed': 'changed the picture of the team',
    'team.deleted': 'deleted the team',
    'team.brought-back': 'brought the team back',
    'team.purged': 'removed the deleted team {target} for good',
    'audit.retention-changed': 'changed how long the audit log is kept[ from {before.kept}][ to {after.kept}]',
    'audit.exported': 'exported the audit log',
    'audit.pruned': 'removed old rows of the audit log',
  }),
  ...inGroup('share', {
    'share-link.created': 'made a share link[ for {after.title}]',
    'share-link.changed': 'changed a share link',
    'share-link.renewed': 'gave a share link a new address',
    'share-link.revoked': 'revoked a share link',
    'sharing.allowed': 'allowed share links in the team',
    'sharing.forbidden': 'switched share links off for the team',
  }),
  ...inGroup('key', {
    'engine-key.set': 'set a key for {target}',
    'engine-key.replaced': 'replaced the key for {target}',
    'engine-key.removed': 'removed the key for {target}',
    'engine-key.tested': 'tested the key for {target}',
    'workflow.created': 'added the workflow[ {after.name}]',
    'workflow.deleted': 'deleted the workflow[ {before.name}]',
    'token.created': 'made an API token[ named {after.name}]',
    'token.revoked': 'revoked an API token[ named {before.name}]',
    'webhook.created': 'added a webhook[ to {after.host}]',
    'webhook.switched-on': 'switched a webhook on[ to {after.host}]',
    'webhook.switched-off': 'switched a webhook off[ to {after.host}]',
    'webhook.deleted': 'deleted a webhook[ to {before.host}]',
    'webhook.tested': 'sent a test to a webhook[ at {after.host}]',
    'webhook.sent-again': 'sent a message to a webhook again[ at {after.host}]',
  }),
  ...inGroup('money', {
    'team.quotas-changed': 'changed what the installation allows the team {target}',
    'budget.changed': 'changed the budget of {target}',
    'budget.exception_granted': 'granted {target} more for this month[: {after.reason}]',
  }),
  ...inGroup('scene', {
    'scene.created': 'created the scene {target}',
    'scene.saved': 'saved the scene {target}',
    'scene.renamed': 'renamed the scene[ from {before.name}][ to {after.name}]',
    'scene.deleted': 'deleted the scene {target}',
    'scene.restored': 'brought the scene {target} back',
    'scene.state_restored': 'put the scene {target} back to an earlier state',
  }),
  ...inGroup('image', {
    'generation.requested': 'asked for images[ with {after.engine}]',
    'generation.replayed': 'made images again from a recipe',
    'generation.running': 'began to make images',
    'generation.succeeded': 'finished making images',
    'generation.failed': 'could not make images[: {after.code}]',
    'generation.canceled': 'canceled making images',
    'generation.deleted': 'moved a generation to the trash',
    'generation.restored': 'took a generation out of the trash',
    'generation.purged': 'removed a generation for good',
    'output.trashed': 'moved an image to the trash',
    'output.restored': 'took an image out of the trash',
    'output.purged': 'removed an image for good',
  }),
  ...inGroup('review', {
    'output.approved': 'approved an image',
    'output.changes_requested': 'asked for changes to an image',
    'output.review_withdrawn': 'withdrew a verdict on an image',
    'comment.by-guest': 'commented through a share link',
    'comment.deleted': 'deleted a comment',
    'comment.restored': 'brought a comment back',
  }),
  ...inGroup('library', {
    'collection.created': 'created the collection {target}',
    'collection.renamed': 'renamed the collection[ from {before.name}][ to {after.name}]',
    'collection.deleted': 'deleted the collection {target}',
    'collection.restored': 'brought the collection {target} back',
    'prompt.created': 'kept the prompt {target}',
    'prompt.updated': 'changed the prompt {target}',
    'prompt.deleted': 'deleted the prompt {target}',
    'prompt.restored': 'brought the prompt {target} back',
  }),
  ...inGroup('gallery', {
    'output.published': 'published an image in the gallery[: {after.title}]',
    'output.unpublished': 'took an image out of the gallery',
    'publication.hidden': 'hid an image of the gallery[: {after.hiddenReason}]',
    'publication.restored': 'showed a hidden image of the gallery again',
    'publication.kept': 'kept a reported image in the gallery',
    'gallery.banned': 'banned {target} from publishing',
    'gallery.unbanned': 'let {target} publish again',
  }),
  ...inGroup('admin', {
    'gallery.access_changed': 'changed who sees the gallery[ from {before.gallery}][ to {after.gallery}]',
    'team.suspended': 'suspended the team {target}[: {after.reason}]',
    'team.restored': 'restored the team {target}',
    'team.engines-changed': 'changed which engines the team {target} may use',
    'user.erased': 'erased the account of {target}',
    'user.suspended': 'suspended {target}[: {after.reason}]',
    'user.restored': 'restored {target}',
    'instance-admin.made': 'made {target} an instance admin',
    'instance-admin.removed': 'took the instance admin role from {target}',
    'sign-up.policy-changed': 'changed who may open an account[ from {before.signUp}][ to {after.signUp}]',
    'announcement.made': 'announced[ {after.text}]',
    'announcement.ended': 'ended an announcement',
    'announcement.deleted': 'deleted an announcement[: {before.text}]',
  }),
} as const satisfies Record<string, Described>

export type AuditAction = keyof typeof AUDIT_ACTIONS

export const isAuditAction = (text: string): text is AuditAction => Object.hasOwn(AUDIT_ACTIONS, text)

/** The actions of a group, for use in a query. */
export const actionsIn = (group: AuditGroup): AuditAction[] =>
  (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => AUDIT_ACTIONS[action].group === group)

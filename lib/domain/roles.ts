export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** What a person may do inside a team. One table drives the server and the interface alike. */
const PERMISSIONS = {
  'team.read': ['owner', 'admin', 'member', 'viewer'],
  /** What a token may be let into one by one, and every member sees. */
  'scene.read': ['owner', 'admin', 'member', 'viewer'],
  'generation.read': ['owner', 'admin', 'member', 'viewer'],
  'output.read': ['owner', 'admin', 'member', 'viewer'],
  'engine.read': ['owner', 'admin', 'member', 'viewer'],
  'token.manage': ['owner', 'admin'],
  'webhook.manage': ['owner', 'admin'],
  'usage.read': ['owner', 'admin'],
  'team.update': ['owner', 'admin'],
  'team.delete': ['owner'],
  'team.export': ['owner', 'admin'],
  'member.invite': ['owner', 'admin'],
  'member.update': ['owner', 'admin'],
  'member.remove': ['owner', 'admin'],
  'scene.create': ['owner', 'admin', 'member'],
  'scene.update': ['owner', 'admin', 'member'],
  'scene.delete': ['owner', 'admin', 'member'],
  'asset.create': ['owner', 'admin', 'member'],
  'generation.create': ['owner', 'admin', 'member'],
  'generation.cancel': ['owner', 'admin', 'member'],
  'generation.delete': ['owner', 'admin', 'member'],
  'output.curate': ['owner', 'admin', 'member'],
  'prompt.write': ['owner', 'admin', 'member'],
  'output.rate': ['owner', 'admin', 'member', 'viewer'],
  'output.review': ['owner', 'admin', 'member'],
  'output.publish': ['owner', 'admin', 'member'],
  'publication.manage_all': ['owner', 'admin'],
  'comment.create': ['owner', 'admin', 'member', 'viewer'],
  'comment.resolve': ['owner', 'admin', 'member'],
  'comment.moderate': ['owner', 'admin'],
  'share.read': ['owner', 'admin', 'member'],
  'share.create': ['owner', 'admin', 'member'],
  'share.manage_all': ['owner', 'admin'],
  'budget.write': ['owner', 'admin'],
  'audit.read': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

export const can = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role)

/** The role as which somebody meets a team in the interface: in a suspended team nobody does more than look. */
export const roleShown = ({ role, isSuspended }: { role: Role; isSuspended: boolean }): Role => (isSuspended ? 'viewer' : role)

/** Whether a permission only looks or takes away: what a suspended team still gives. */
export const isReading = (permission: Permission): boolean => /\.(read|export)$/.test(permission)

const RANK: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 }

/** Nobody grants or changes a role above their own. */
export const mayGrant = (own: Role, role: Role): boolean => RANK[own] >= RANK[role]

/** The roles that hold a permission, for use in a SQL `where`. */
export const rolesWith = (permission: Permission): readonly Role[] => PERMISSIONS[permission]

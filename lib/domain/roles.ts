export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** What a person may do inside a team. One table drives the server and the interface alike. */
const PERMISSIONS = {
  'team.read': ['owner', 'admin', 'member', 'viewer'],
  'team.update': ['owner', 'admin'],
  'scene.create': ['owner', 'admin', 'member'],
  'scene.update': ['owner', 'admin', 'member'],
  'scene.delete': ['owner', 'admin', 'member'],
  'asset.create': ['owner', 'admin', 'member'],
  'generation.create': ['owner', 'admin', 'member'],
  'generation.cancel': ['owner', 'admin', 'member'],
  'generation.delete': ['owner', 'admin', 'member'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

export const can = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role)

/** The roles that hold a permission, for use in a SQL `where`. */
export const rolesWith = (permission: Permission): readonly Role[] => PERMISSIONS[permission]

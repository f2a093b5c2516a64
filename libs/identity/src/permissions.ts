/** Ordered from least to most. */
export const ROLES = ['student', 'instructor', 'staff', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = [
  'auth:read', 'auth:write', 'exercises:read', 'exercises:write', 'media:read', 'media:write', 'consent:read', 'consent:write',
] as const;
export type Scope = (typeof SCOPES)[number];

interface PermissionRule {
  readonly roles: readonly Role[];
  /** The scope an API token needs; null: no token ever reaches it. */
  readonly scope: Scope | null;
}

const EVERYONE = ROLES;
const STAFF = ['staff', 'admin'] as const;
const ADMIN = ['admin'] as const;

/**
 * The one permission table: what a route may ask for, who has it, and the scope by which a token reaches it.
 * Ownership ("one's own", "owner or staff") is decided at the object, after this table has let the role through.
 */
export const PERMISSIONS = {
  'session.manage': { roles: EVERYONE, scope: null },
  'profile.read': { roles: EVERYONE, scope: 'auth:read' },
  'profile.write': { roles: EVERYONE, scope: 'auth:write' },
  'password.change': { roles: EVERYONE, scope: null },
  'token.manage': { roles: EVERYONE, scope: null },
  'user.read': { roles: STAFF, scope: null },
  'user.write': { roles: ADMIN, scope: null },
  'security-event.read': { roles: EVERYONE, scope: 'auth:read' },
  'invitation.create': { roles: STAFF, scope: null },
  'upload.write': { roles: EVERYONE, scope: 'media:write' },
  'upload.read': { roles: EVERYONE, scope: 'media:read' },
  'asset.read': { roles: EVERYONE, scope: 'media:read' },
  'asset.write': { roles: EVERYONE, scope: 'media:write' },
  'quarantine.review': { roles: STAFF, scope: null },
  'exercise.read': { roles: EVERYONE, scope: 'exercises:read' },
  'exercise.write': { roles: EVERYONE, scope: 'exercises:write' },
  'comment.read': { roles: EVERYONE, scope: 'exercises:read' },
  'comment.write': { roles: EVERYONE, scope: 'exercises:write' },
  'consent.read': { roles: EVERYONE, scope: 'consent:read' },
  'consent.write': { roles: EVERYONE, scope: 'consent:write' },
  'queue.read': { roles: ADMIN, scope: null },
  'queue.manage': { roles: ADMIN, scope: null },
  'export.manage': { roles: EVERYONE, scope: null },
  'erasure.manage': { roles: EVERYONE, scope: null },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof PERMISSIONS;

export function roleMay(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission].roles as readonly Role[]).includes(role);
}

export function isStaff(role: Role): boolean {
  return role === 'staff' || role === 'admin';
}

import type { Finding, Rendered, Rule } from './finding.js';
import { AVAILABILITY } from './rules/availability.js';
import { IDENTITY } from './rules/identity.js';
import { NETWORK } from './rules/network.js';
import { POD_SECURITY } from './rules/pod-security.js';
import { RESOURCES } from './rules/resources.js';
import { SECRETS } from './rules/secrets.js';
import { WIRING } from './rules/wiring.js';

/** Every rule that rendered objects are held against, hooks, tests and init containers included. */
export const CHECKLIST: readonly Rule[] = [...POD_SECURITY, ...IDENTITY, ...SECRETS, ...RESOURCES, ...AVAILABILITY, ...NETWORK, ...WIRING];

export const checkAll = (rendered: Rendered): Finding[] => CHECKLIST.flatMap((rule) => rule.check(rendered));

export { resembles } from './attribute-similarity.js';
export { CommonPasswords } from './common-passwords.js';
export {
  brokenRules, normalisePassword, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH_FLOOR, PASSWORD_RULES, type PasswordCircumstances, type PasswordRule,
} from './password-rules.js';

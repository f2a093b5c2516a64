export { Person, newPerson, signedIn } from './person.js';

export default {
  skip: 'Skip to content', exercises: 'Exercises', newExercise: 'New exercise', videos: 'My videos', record: 'Record', account: 'Account', menu: 'Your menu', mainNavigation: 'Main',
  profile: 'Profile', security: 'Password and sessions', privacy: 'Privacy', tokens: 'API tokens', activity: 'Security events', administration: 'Administration', signOut: 'Sign out', signIn: 'Sign in', signUp: 'Create an account',
  language: 'Language', theme: 'Appearance', themeSystem: 'As the device', themeLight: 'Light', themeDark: 'Dark',
  offline: 'You are offline. What you write is kept here; it is sent when the connection is back.',
  sessionEnded: 'Your session has ended. What you wrote here is kept.', signInAgain: 'Sign in again',
  notFoundTitle: 'There is nothing here', notFoundText: 'The address is wrong, the thing was deleted, or it is not yours to see.', toExercises: 'To the exercises', toStart: 'To the start page',
  errorTitle: 'This did not work', errorId: 'If it happens again, tell the people who run this site the number {id}.', newVersion: 'There is a new version of Practika. Load the page again to get it.', reload: 'Load again',
};

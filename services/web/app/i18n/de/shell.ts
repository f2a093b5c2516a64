export default {
  skip: 'Zum Inhalt', exercises: 'Übungen', newExercise: 'Neue Übung', videos: 'Meine Videos', record: 'Aufnehmen', account: 'Konto', menu: 'Ihr Menü', mainNavigation: 'Hauptnavigation',
  profile: 'Profil', security: 'Passwort und Sitzungen', privacy: 'Datenschutz', tokens: 'API-Tokens', activity: 'Sicherheitsereignisse', administration: 'Verwaltung', signOut: 'Abmelden', signIn: 'Anmelden', signUp: 'Konto anlegen',
  language: 'Sprache', theme: 'Darstellung', themeSystem: 'Wie das Gerät', themeLight: 'Hell', themeDark: 'Dunkel',
  offline: 'Sie sind offline. Was Sie schreiben, bleibt hier und wird gesendet, sobald die Verbindung wieder da ist.',
  sessionEnded: 'Ihre Sitzung ist zu Ende. Was Sie hier geschrieben haben, bleibt erhalten.', signInAgain: 'Wieder anmelden',
  notFoundTitle: 'Hier ist nichts', notFoundText: 'Die Adresse ist falsch, es wurde gelöscht, oder Sie dürfen es nicht sehen.', toExercises: 'Zu den Übungen', toStart: 'Zur Startseite',
  errorTitle: 'Das hat nicht geklappt', errorId: 'Wenn es wieder passiert, nennen Sie denen, die diese Seite betreiben, die Nummer {id}.', newVersion: 'Es gibt eine neue Version von Practika. Laden Sie die Seite neu.', reload: 'Neu laden',
};

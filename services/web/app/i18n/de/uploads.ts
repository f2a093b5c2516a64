export default {
  pause: 'Anhalten', goOn: 'Weiter', retry: 'Noch einmal versuchen', cancel: 'Upload von {name} abbrechen', progressOf: 'Upload von {name}', sentOf: '{sent} von {total}', rate: '{rate} pro Sekunde', left: 'noch etwa {time}', percent: '{percent} Prozent hochgeladen',
  state: { starting: 'Beginnt…', uploading: 'Wird hochgeladen', paused: 'Angehalten. Nichts ist verloren.', offline: 'Keine Verbindung. Der Upload geht von selbst weiter, sobald sie wieder da ist.', completing: 'Alles ist da. Wird zusammengesetzt…', done: 'Hochgeladen', failed: 'Der Upload ist stehen geblieben. Was angekommen ist, bleibt einen Tag lang.', 'needs-file': 'Früher begonnen. Was angekommen ist, bleibt.' },
  pickAgain: 'Zum Fortsetzen wählen Sie {name} noch einmal:', otherFile: 'Das ist eine andere Datei: Sie hat eine andere Größe.', indicator: '{count, plural, =1 {ein Upload} other {# Uploads}}, {percent} Prozent',
};

export default {
  title: 'Datenschutz', lead: 'Nichts ist an, bevor Sie es erlauben, und Sie können es jederzeit ändern.', firstTitle: 'Zuerst Ihre Privatsphäre', firstLead: 'Hier ist nichts an. Erlauben Sie, was Sie möchten; es geht auch ganz ohne, und Sie können es später in Ihrem Konto ändern.', continue: 'Weiter',
  readNotice: 'Datenschutzhinweise lesen', notice: 'Datenschutzhinweise', noticeVersion: 'Fassung {version}. Fingerabdruck (SHA-256):', purposes: 'Was Sie erlauben', history: 'Was Sie entschieden haben', rights: 'Ihre Daten',
  rightsText: 'Alles mitnehmen, was Ihnen gehört, und das Konto löschen: das geht auf dieser Seite noch nicht. Fragen Sie die Menschen, die diese Seite betreiben; sie müssen es innerhalb eines Monats tun.',
  withdrawHint: 'Wenn Sie die Verarbeitung Ihrer Videos nicht mehr erlauben, kann sie ab diesem Moment niemand sonst abspielen. Die Originale behalten Sie.',
  allow: 'Erlauben', dontAllow: 'Nicht erlauben', failed: 'Ihre Entscheidung konnte nicht gespeichert werden. Nichts hat sich geändert.', givenSince: 'Erlaubt seit {date}', withdrawnSince: 'Nicht erlaubt seit {date}',
  state: { given: 'erlaubt', withdrawn: 'nicht erlaubt', never: 'nicht erlaubt' },
  name: { video_processing: 'Verarbeitung Ihrer Videos', data_analytics: 'Statistik', marketing: 'Neuigkeiten per E-Mail', third_party_sharing: 'Inhalte anderer Firmen', video_analysis: 'Analyse Ihrer Videos', user_behavior: 'Analyse Ihres Übens', content_recommendations: 'Vorschläge', automated_moderation: 'Automatische Prüfung von Inhalten' },
  without: {
    video_processing: 'Ohne: Sie können zusehen, kommentieren und YouTube-Videos verwenden, aber keine eigenen hochladen oder aufnehmen.', data_analytics: 'Ohne: Alles geht genauso.', marketing: 'Ohne: Sie bekommen nur Mails, die Ihr Konto braucht.',
    third_party_sharing: 'Ohne: Statt des Videos steht ein Bild da, und Sie entscheiden jedes Mal.', video_analysis: 'Ohne: Alles geht genauso.', user_behavior: 'Ohne: Es wird kein Fortschritt gezeigt. Alles andere geht genauso.', content_recommendations: 'Ohne: Übungen stehen nach Datum.', automated_moderation: 'Ohne: Nur Menschen achten auf das, was hier steht.',
  },
  gateTitle: 'Dafür brauchen wir Ihre Einwilligung', gateAllow: 'Erlauben und weiter', gateLater: 'Sie können sie jederzeit unter Konto, Datenschutz zurücknehmen.',
  when: 'Wann', purpose: 'Zweck', decision: 'Entscheidung', receipt: 'Beleg', download: 'Herunterladen', noReceipts: 'Sie haben noch nichts entschieden.', receiptHint: 'Ein Beleg ist signiert (JWS, ES256). Jeder kann ihn mit den Schlüsseln unter /api/consent/v1/jwks prüfen.',
};

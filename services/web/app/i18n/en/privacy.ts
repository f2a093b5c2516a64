export default {
  title: 'Privacy', lead: 'Nothing is on until you allow it, and you can change your mind at any time.', firstTitle: 'Your privacy, first', firstLead: 'Nothing here is on. Allow what you like; you can go on without any of it, and change it later in your account.', continue: 'Continue',
  readNotice: 'Read the privacy notice', notice: 'Privacy notice', noticeVersion: 'Version {version}. Fingerprint (SHA-256):', purposes: 'What you allow', history: 'What you decided', rights: 'Your data',
  rightsText: 'Taking out everything that is yours, and erasing your account, is not offered on this page yet. Ask the people who run this site: they have to do it within a month.',
  withdrawHint: 'If you stop allowing the processing of your videos, nobody else can play them from that moment on. You keep the originals.',
  allow: 'Allow', dontAllow: 'Don’t allow', failed: 'Your decision could not be saved. Nothing has changed.', givenSince: 'Allowed since {date}', withdrawnSince: 'Not allowed since {date}',
  state: { given: 'allowed', withdrawn: 'not allowed', never: 'not allowed' },
  name: { video_processing: 'Processing of your videos', data_analytics: 'Statistics', marketing: 'News by e-mail', third_party_sharing: 'Content from other companies', video_analysis: 'Analysis of your videos', user_behavior: 'Analysis of how you practise', content_recommendations: 'Suggestions', automated_moderation: 'Automatic checks of content' },
  without: {
    video_processing: 'Without it: you can watch, comment and use YouTube videos, but not upload or record your own.', data_analytics: 'Without it: everything works the same.', marketing: 'Without it: you only get mails that your account needs.',
    third_party_sharing: 'Without it: a picture stands in for such a video, and you decide each time.', video_analysis: 'Without it: everything works the same.', user_behavior: 'Without it: no progress is shown. Everything else works the same.', content_recommendations: 'Without it: exercises are listed by date.', automated_moderation: 'Without it: people alone look after what is posted.',
  },
  gateTitle: 'This needs your consent', gateAllow: 'Allow and go on', gateLater: 'You can take it back at any time under Account, Privacy.',
  when: 'When', purpose: 'Purpose', decision: 'Decision', receipt: 'Receipt', download: 'Download', noReceipts: 'You have not decided anything yet.', receiptHint: 'A receipt is signed (JWS, ES256). Anyone can check it with the keys at /api/consent/v1/jwks.',
};

export default {
  title: 'Exercises', lead: 'Watch, then answer at the moment that matters.', leadStudent: 'Watch, then answer at the moment that matters. Exercises that you make yourself are seen by you and staff alone.', search: 'Search in exercises', show: 'Show', order: 'Order', length: 'Length',
  filter: { all: 'All exercises', mine: 'Mine', organisation: 'Open to everyone', private: 'Private' }, orderBy: { '-createdAt': 'Newest first', createdAt: 'Oldest first', name: 'Name A–Z', '-name': 'Name Z–A', '-updatedAt': 'Changed last', updatedAt: 'Changed first' },
  found: '{more, select, true {At least } other {}}{count, plural, =0 {nothing found} =1 {one exercise found} other {# exercises found}}', comments: '{count, plural, =0 {no comments} =1 {one comment} other {# comments}}',
  nothingFound: 'Nothing found', nothingFoundText: 'Nothing here has these words. Try fewer, or look at everything.', showAll: 'Show everything', none: 'No exercises yet', noneText: 'Make the first one: from a file, with your camera, or from YouTube.', create: 'New exercise', deleted: 'Deleted in the last 30 days', deletedAt: 'deleted on {date}', restore: 'Bring it back',
};

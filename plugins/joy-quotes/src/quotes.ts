export type Mood = 'happy' | 'calm' | 'brave'

/** Quotes whose authors died before 1930, or proverbs: free to send anywhere. */
export const QUOTES: { text: string; author: string; moods: Mood[] }[] = [
  { text: 'Joy is not in things; it is in us.', author: 'Richard Wagner', moods: ['happy', 'calm'] },
  {
    text: 'The happiness of your life depends upon the quality of your thoughts.',
    author: 'Marcus Aurelius',
    moods: ['happy', 'calm'],
  },
  {
    text: 'Write it on your heart that every day is the best day in the year.',
    author: 'Ralph Waldo Emerson',
    moods: ['happy'],
  },
  { text: 'A good laugh is sunshine in a house.', author: 'William Makepeace Thackeray', moods: ['happy'] },
  { text: 'A joy shared is a joy doubled.', author: 'Proverb', moods: ['happy'] },
  { text: 'Nothing can bring you peace but yourself.', author: 'Ralph Waldo Emerson', moods: ['calm'] },
  { text: 'Nature does not hurry, yet everything is accomplished.', author: 'Lao Tzu', moods: ['calm'] },
  { text: 'Very little is needed to make a happy life.', author: 'Marcus Aurelius', moods: ['calm', 'happy'] },
  { text: 'Fortune favours the brave.', author: 'Virgil', moods: ['brave'] },
  { text: 'He who has a why to live can bear almost any how.', author: 'Friedrich Nietzsche', moods: ['brave'] },
  { text: 'Fall seven times, stand up eight.', author: 'Japanese proverb', moods: ['brave'] },
  {
    text: 'Hope is the thing with feathers that perches in the soul.',
    author: 'Emily Dickinson',
    moods: ['brave', 'calm'],
  },
]

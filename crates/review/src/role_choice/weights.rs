//! What each feature weighs, and how sure the best role is.
//!
//! Made by `rolecall-eval --choice FOLDER --fit`; change what that fits, not this.

use crate::role_choice::feature::Features;

/// For a story's role.
pub(super) const STORY: Features = [
    7.180,  // near in meaning to what is told of them
    2.694,  // near in meaning to their name
    1.576,  // how many stories they tell
    0.624,  // the stories beside it
    0.464,  // words shared with their stories
    0.171,  // rare words shared with what is told of them
    5.187,  // near in meaning to their stories
    0.000,  // how often they are named
    0.000,  // named as whom it is for
    2.417,  // named in the heading above
    0.000,  // named before it
    -1.996, // named in the same sentence
    4.914,  // declared
    0.000,  // declared first
    0.484,  // of the kind that the word means
    0.000,  // tells the story
];

/// For a word in prose.
pub(super) const PROSE: Features = [
    6.703,  // near in meaning to what is told of them
    5.144,  // near in meaning to their name
    0.000,  // how many stories they tell
    0.000,  // the stories beside it
    0.398,  // words shared with their stories
    0.000,  // rare words shared with what is told of them
    4.325,  // near in meaning to their stories
    0.558,  // how often they are named
    2.056,  // named as whom it is for
    0.000,  // named in the heading above
    1.554,  // named before it
    -1.642, // named in the same sentence
    0.500,  // declared
    0.253,  // declared first
    1.222,  // of the kind that the word means
    1.000,  // tells the story
];

/// How sure the best role is, as a logarithm of odds: what is added for 1, for the logarithm of the odds of its share of the
/// score, for what the features of the place add to its score, and if anything is told of it. For a story's role and for a
/// word in prose, each where the best role is configured, declared in the document, and only used.
pub(super) const SURE: [[[f64; 4]; 3]; 2] = [
    [[1.174, 1.361, -0.491, -0.094], [0.250, 1.381, 0.581, 0.215], [0.038, 0.840, -0.062, 1.240]],
    [[-0.026, 0.636, 0.489, 0.375], [-0.906, 0.334, -0.273, 0.726], [-0.655, 0.218, 0.019, -0.207]],
];
/// How sure it has to be to be named alone, in the same cases; above 1 it never is.
pub(super) const ALONE: [[f64; 3]; 2] = [[0.86, 0.80, 0.80], [0.80, 2.00, 2.00]];

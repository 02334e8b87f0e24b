//! What each feature weighs, and how sure the best role is.
//!
//! Made by `rolecall-eval --choice FOLDER --fit`; change what that fits, not this.

use crate::role_choice::feature::Features;

/// For a story's role.
pub(super) const STORY: Features = [
    7.083,  // near in meaning to what is told of them
    2.728,  // near in meaning to their name
    1.550,  // how many stories they tell
    0.608,  // the stories beside it
    0.460,  // words shared with their stories
    0.169,  // rare words shared with what is told of them
    5.098,  // near in meaning to their stories
    0.000,  // how often they are named
    2.411,  // named in the heading above
    0.000,  // named before it
    -1.977, // named in the same sentence
    3.796,  // declared
    0.000,  // declared first
    0.489,  // of the kind that the word means
    0.000,  // tells the story
];

/// For a word in prose.
pub(super) const PROSE: Features = [
    7.005,  // near in meaning to what is told of them
    4.922,  // near in meaning to their name
    0.000,  // how many stories they tell
    0.000,  // the stories beside it
    0.373,  // words shared with their stories
    0.000,  // rare words shared with what is told of them
    4.354,  // near in meaning to their stories
    0.573,  // how often they are named
    0.000,  // named in the heading above
    1.579,  // named before it
    -1.554, // named in the same sentence
    0.500,  // declared
    0.240,  // declared first
    1.255,  // of the kind that the word means
    1.000,  // tells the story
];

/// How sure the best role is, as a logarithm of odds: what is added for 1, for the logarithm of the odds of its share of the
/// score, for what the features of the place add to its score, and if anything is told of it. For a story's role and for a
/// word in prose, each where the best role is configured, declared in the document, and only used.
pub(super) const SURE: [[[f64; 4]; 3]; 2] = [
    [[1.217, 1.394, -0.515, -0.056], [-0.107, 1.159, 0.789, -0.117], [0.078, 0.859, -0.084, 0.844]],
    [[-0.028, 0.631, 0.510, 0.278], [-1.074, 0.121, -0.092, 0.664], [-0.796, 0.127, 0.053, -0.423]],
];
/// How sure it has to be to be named alone, in the same cases; above 1 it never is.
pub(super) const ALONE: [[f64; 3]; 2] = [[0.86, 0.80, 0.80], [0.80, 2.00, 2.00]];

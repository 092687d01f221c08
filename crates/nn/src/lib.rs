//! Parameters, layers, losses, optimisers, training and named random streams

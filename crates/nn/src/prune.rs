//! Pruning: which weights of a network live.
//!
//! A [`Mask`] marks each entry of a [`Params`] as living or pruned. Only *weights* are ever pruned,
//! the slots whose names end in `.weight`; biases always live and are in no count. So it is in
//! Han, Pool, Tran & Dally (2015), who prune by magnitude, and in Frankle & Carbin (2019), whose
//! *tickets* are a mask together with the values that the living weights had at the start.
//!
//! Counts are exact: to keep k weights is to keep k, neither those above a threshold nor a share
//! of them. Of weights of equal magnitude those with the smaller index in the flat vector are kept.

use crate::{Params, Stream};
use std::ops::Range;

/// Which entries of a [`Params`] live.
///
/// One round of iterative magnitude pruning: train, prune, rewind, train the ticket.
///
/// ```
/// use autodiff::Fun;
/// use nn::{Init, Loss, Mask, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
/// use numerics::Matrix;
///
/// let inputs = Matrix { rows: 4, cols: 2, data: vec![0., 0., 0., 1., 1., 0., 1., 1.] };
/// let targets = Matrix { rows: 4, cols: 1, data: vec![0., 1., 1., 0.] };
/// let mlp = Mlp::new(&[2, 16, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
/// let start = mlp.init(&mut Stream::new("xor", 0, "init"));
/// let train = |params, mask: &Mask| {
///     let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
///     let optimiser = Optimiser::adam(start.len());
///     let trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(0.05));
///     let mut trainer = trainer.masked(mask.clone());
///     let loss = trainer.run(300, |_, _| ());
///     (trainer.params().clone(), loss)
/// };
///
/// let mut mask = Mask::dense(&start);
/// assert_eq!(mask.count(), 48);
/// let (trained, _) = train(start.clone(), &mask);
/// mask.keep_largest(&trained, 24);
/// let (ticket, loss) = train(mask.rewind(&start), &mask);
/// assert_eq!((mask.count(), mask.density()), (24, 0.5));
/// assert_eq!(ticket, mask.rewind(&ticket), "what is pruned is zero after training, too");
/// assert!(loss < 1e-3, "{loss}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// One entry for each parameter, biases included.
    living: Vec<bool>,
    /// Where the weights of each layer lie, first layer first.
    layers: Vec<Range<usize>>,
}

impl Mask {
    /// Everything lives.
    pub fn dense(params: &Params) -> Self {
        let weights = params.slots().iter().filter(|slot| slot.name.ends_with(".weight"));
        Self {
            living: vec![true; params.len()],
            layers: weights.map(|slot| slot.range()).collect(),
        }
    }

    /// Whether each parameter lives, in the order of [`Params::data`].
    pub fn living(&self) -> &[bool] {
        &self.living
    }

    /// How many weights live.
    pub fn count(&self) -> usize {
        self.counts().iter().sum()
    }

    /// How many weights live in each layer.
    pub fn counts(&self) -> Vec<usize> {
        let count = |range: &Range<usize>| self.living_in(range).count();
        self.layers.iter().map(count).collect()
    }

    /// The share of the weights that live.
    pub fn density(&self) -> f64 {
        let weights: usize = self.layers.iter().map(Range::len).sum();
        self.count() as f64 / weights as f64
    }

    /// Of the living weights of all layers together, keeps the `k` of largest magnitude in
    /// `params` and prunes the others. NaN counts as larger than infinity.
    ///
    /// # Panics
    ///
    /// If fewer than `k` weights live, or the mask was made for other parameters.
    #[track_caller]
    pub fn keep_largest(&mut self, params: &Params, k: usize) {
        self.check(params);
        let living = self.layers.iter().flat_map(|range| self.living_in(range)).collect();
        self.keep_first(by_magnitude(living, params), k);
    }

    /// The same in each layer by itself, with a `k` for each.
    ///
    /// # Panics
    ///
    /// As [`Mask::keep_largest`] in some layer, or if there is not one `k` for each layer.
    #[track_caller]
    pub fn keep_largest_per_layer(&mut self, params: &Params, ks: &[usize]) {
        self.check(params);
        assert_eq!(ks.len(), self.layers.len(), "each layer needs its number of weights to keep");
        for (layer, &k) in ks.iter().enumerate() {
            let living = self.living_in(&self.layers[layer]).collect();
            self.keep_first(by_magnitude(living, params), k);
        }
    }

    /// A mask with as many living weights in each layer, their places drawn uniformly.
    pub fn shuffled(&self, stream: &mut Stream) -> Self {
        let mut mask = self.clone();
        for range in &self.layers {
            stream.shuffle(&mut mask.living[range.clone()]);
        }
        mask
    }

    /// `early` with the pruned weights at zero. With the initial parameters it is the ticket of
    /// Frankle & Carbin (2019); with those after a few steps, that of Frankle, Dziugaite, Roy &
    /// Carbin (2020).
    ///
    /// # Panics
    ///
    /// If the mask was made for other parameters.
    #[must_use]
    #[track_caller]
    pub fn rewind(&self, early: &Params) -> Params {
        let mut params = early.clone();
        self.apply(params.data_mut());
        params
    }

    /// Sets the pruned entries to zero: those of parameters, a gradient or an optimiser's buffer.
    ///
    /// # Panics
    ///
    /// If there is not one value for each parameter.
    #[track_caller]
    pub fn apply(&self, values: &mut [f64]) {
        assert_eq!(values.len(), self.living.len(), "the mask is for another number of parameters");
        for (value, &lives) in values.iter_mut().zip(&self.living) {
            if !lives {
                *value = 0.0;
            }
        }
    }

    fn living_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        range.clone().filter(|&i| self.living[i])
    }

    /// Prunes all but the first `k` of these entries.
    #[track_caller]
    fn keep_first(&mut self, order: Vec<usize>, k: usize) {
        assert!(k <= order.len(), "cannot keep {k} weights where {} live", order.len());
        for &i in &order[k..] {
            self.living[i] = false;
        }
    }

    #[track_caller]
    fn check(&self, params: &Params) {
        assert_eq!(params.len(), self.living.len(), "the mask is for another number of parameters");
    }
}

/// Entries by falling magnitude. The sort is stable, so equal ones stay in the order of `entries`.
fn by_magnitude(mut entries: Vec<usize>, params: &Params) -> Vec<usize> {
    let magnitude = |i: usize| params.data()[i].abs();
    entries.sort_by(|&a, &b| magnitude(b).total_cmp(&magnitude(a)));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Trainer};
    use autodiff::Fun;
    use numerics::Matrix;

    /// Two layers of four and two weights; the largest value of all is a bias.
    fn params() -> Params {
        let mut params = Params::new();
        params.push("layers.0.weight", 2, 2).copy_from_slice(&[0.5, -3.0, 1.0, -1.0]);
        params.push("layers.0.bias", 1, 2).copy_from_slice(&[100.0, 0.0]);
        params.push("layers.1.weight", 2, 1).copy_from_slice(&[1.0, -2.0]);
        params
    }

    fn pruned(mask: &Mask) -> Vec<usize> {
        (0..mask.living.len()).filter(|&i| !mask.living[i]).collect()
    }

    #[test]
    fn a_dense_mask_counts_weights_only() {
        let mask = Mask::dense(&params());
        assert_eq!((mask.count(), mask.counts(), mask.density()), (6, vec![4, 2], 1.0));
        assert_eq!(mask.rewind(&params()), params());
    }

    #[test]
    fn magnitudes_are_compared_over_all_layers_and_the_smaller_index_wins_a_tie() {
        let kept = |k| {
            let mut mask = Mask::dense(&params());
            mask.keep_largest(&params(), k);
            assert_eq!(mask.count(), k);
            pruned(&mask)
        };
        assert!(kept(6).is_empty());
        assert_eq!(kept(5), [0]);
        // Entries 2, 3 and 6 have magnitude 1.
        assert_eq!(kept(4), [0, 6]);
        assert_eq!(kept(3), [0, 3, 6]);
        assert_eq!(kept(2), [0, 2, 3, 6]);
        assert_eq!(kept(0), [0, 1, 2, 3, 6, 7]);
    }

    #[test]
    fn or_in_each_layer_by_itself() {
        let mut mask = Mask::dense(&params());
        mask.keep_largest_per_layer(&params(), &[2, 1]);
        assert_eq!((pruned(&mask), mask.counts()), (vec![0, 3, 6], vec![2, 1]));
        assert_eq!(mask.density(), 0.5);
    }

    #[test]
    fn what_is_pruned_stays_pruned() {
        let mut mask = Mask::dense(&params());
        mask.keep_largest(&params(), 4);
        let mut grown = params();
        grown.data_mut()[0] = 1e9;
        mask.keep_largest(&grown, 3);
        assert_eq!(pruned(&mask), [0, 3, 6]);
    }

    #[test]
    fn a_ticket_has_the_early_values_where_it_lives() {
        let mut mask = Mask::dense(&params());
        mask.keep_largest(&params(), 2);
        let mut early = params();
        early.data_mut().copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        assert_eq!(mask.rewind(&early).data(), [0.0, 2.0, 0.0, 0.0, 5.0, 6.0, 0.0, 8.0]);
    }

    #[test]
    fn shuffling_keeps_the_counts_of_every_layer() {
        let mlp = Mlp::new(&[10, 20, 5], Fun::Relu, Parametrisation::Standard(Init::HeNormal));
        let params = mlp.init(&mut Stream::new("nn.prune", 0, "init"));
        let mut mask = Mask::dense(&params);
        mask.keep_largest(&params, 60);
        let drawn = mask.shuffled(&mut Stream::new("nn.prune", 0, "mask"));
        assert_eq!(drawn.counts(), mask.counts());
        // Were the places the same or the opposite, these would be 60 or 0; 60 · 60 / 300 = 12 are
        // expected, a little more where the layers' densities differ.
        let both = (0..params.len()).filter(|&i| mask.living[i] && drawn.living[i]).count() - 25;
        assert!((5..30).contains(&both), "{both}");
        assert!(drawn.living[200..220].iter().all(|&bias| bias));
    }

    /// Under every optimiser, masked before the first step or with full buffers in mid-training.
    #[test]
    fn a_masked_trainer_moves_the_living_only() {
        let inputs = Matrix { rows: 3, cols: 2, data: vec![1.0, 0.5, -1.0, 2.0, 0.3, -0.7] };
        let targets = Matrix { rows: 3, cols: 1, data: vec![1.0, -1.0, 0.5] };
        let mlp = Mlp::new(&[2, 8, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
        let start = mlp.init(&mut Stream::new("nn.prune", 1, "init"));
        let n = start.len();
        for optimiser in [Optimiser::sgd(), Optimiser::momentum(0.9, n), Optimiser::adam(n)] {
            for steps_before in [0, 5] {
                let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
                let rate = Schedule::Constant(0.1);
                let mut trainer = Trainer::new(objective, start.clone(), optimiser.clone(), rate);
                trainer.run(steps_before, |_, _| ());
                let mut mask = Mask::dense(&start);
                // With the second layer whole, every living weight has a gradient.
                mask.keep_largest_per_layer(trainer.params(), &[5, 8]);
                let mut trainer = trainer.masked(mask.clone());
                let before = trainer.params().clone();
                trainer.run(5, |_, _| ());
                let after = trainer.params().data();
                for (i, (before, after)) in before.data().iter().zip(after).enumerate() {
                    assert_eq!(before != after, mask.living[i], "entry {i}: {before} {after}");
                    assert!(mask.living[i] || after.to_bits() == 0, "entry {i}: {after}");
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "cannot keep 7 weights where 6 live")]
    fn more_than_live_cannot_be_kept() {
        Mask::dense(&params()).keep_largest(&params(), 7);
    }

    #[test]
    #[should_panic(expected = "the mask is for another number of parameters")]
    fn a_mask_must_fit() {
        Mask::dense(&params()).apply(&mut [0.0; 3]);
    }
}

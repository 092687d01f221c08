//! The training loop.

use crate::{
    Error, Mask, Objective, Optimiser, Params, Schedule, Stream, StreamState, TrainingState,
    load_checkpoint, save_checkpoint,
};
use std::path::Path;

/// A network in training.
///
/// ```
/// # use autodiff::Fun;
/// # use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
/// # use numerics::Matrix;
/// # let inputs = Matrix { rows: 4, cols: 2, data: vec![0., 0., 0., 1., 1., 0., 1., 1.] };
/// # let targets = Matrix { rows: 4, cols: 1, data: vec![0., 1., 1., 0.] };
/// # let mlp = Mlp::new(&[2, 8, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
/// let params = mlp.init(&mut Stream::new("xor", 0, "init"));
/// let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
/// let optimiser = Optimiser::adam(params.len());
/// let mut trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(0.05));
/// let first = trainer.step();
/// let last = trainer.run(200, |_, _| ());
/// assert!(last < 0.01 * first);
/// ```
#[derive(Clone, Debug)]
pub struct Trainer<'a> {
    objective: Objective<'a>,
    params: Params,
    optimiser: Optimiser,
    schedule: Schedule,
    minibatches: Option<Minibatches>,
    mask: Option<Mask>,
    steps: u64,
    gradient: Vec<f64>,
}

/// The name of the minibatches' stream in a checkpoint.
const MINIBATCHES: &str = "minibatches";

impl<'a> Trainer<'a> {
    /// Training on all examples in every step.
    pub fn new(
        objective: Objective<'a>,
        params: Params,
        optimiser: Optimiser,
        schedule: Schedule,
    ) -> Self {
        let gradient = vec![0.0; params.len()];
        Self {
            objective,
            params,
            optimiser,
            schedule,
            minibatches: None,
            mask: None,
            steps: 0,
            gradient,
        }
    }

    /// Training on `size` examples in every step instead. The stream shuffles all examples at
    /// the beginning of each epoch; steps then take them in that order, and the last step of an
    /// epoch what is left.
    ///
    /// # Panics
    ///
    /// If `size` is zero, or a step has been made already.
    #[track_caller]
    pub fn minibatches(mut self, size: usize, stream: Stream) -> Self {
        assert!(self.steps == 0, "minibatches are chosen before the first step");
        assert!(size > 0, "a minibatch needs an example");
        self.minibatches = Some(Minibatches::new(self.objective.examples(), size, stream));
        self
    }

    /// From here on trains the living weights of `mask` only: the pruned ones become zero, and stay
    /// zero because their entries in the gradient and in the optimiser's buffers are zero, too. The
    /// buffers of the living ones are kept.
    ///
    /// # Panics
    ///
    /// If the mask was made for other parameters.
    #[must_use]
    #[track_caller]
    pub fn masked(mut self, mask: Mask) -> Self {
        self.mask = Some(mask);
        self.prune();
        self
    }

    #[track_caller]
    fn prune(&mut self) {
        if let Some(mask) = &self.mask {
            mask.apply(self.params.data_mut());
            for buffer in self.optimiser.buffers_mut() {
                mask.apply(buffer);
            }
        }
    }

    /// Makes one step and returns the loss before it, on the examples of the step.
    pub fn step(&mut self) -> f64 {
        let Self { objective, params, gradient, .. } = self;
        let loss = match &mut self.minibatches {
            None => objective.full(params, gradient),
            Some(batches) => objective.rows(params, batches.at(self.steps), gradient),
        };
        if let Some(mask) = &self.mask {
            mask.apply(gradient);
        }
        let rate = self.schedule.at(self.steps);
        self.optimiser.step(rate, self.params.data_mut(), &self.gradient);
        self.steps += 1;
        loss
    }

    /// Makes `steps` steps, shows each one's number (0 for the first since the training began)
    /// and loss to `on_step`, and returns the last loss, NaN if there was no step.
    pub fn run(&mut self, steps: u64, mut on_step: impl FnMut(u64, f64)) -> f64 {
        let mut loss = f64::NAN;
        for _ in 0..steps {
            let step = self.steps;
            loss = self.step();
            on_step(step, loss);
        }
        loss
    }

    /// How many steps have been made.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The present parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The gradient of the last step, entry for entry that of [`Trainer::params`].
    pub fn gradient(&self) -> &[f64] {
        &self.gradient
    }

    /// The parameters and the optimiser, to prune or perturb between steps.
    pub fn parts_mut(&mut self) -> (&mut Params, &mut Optimiser) {
        (&mut self.params, &mut self.optimiser)
    }

    /// Writes everything that [`Trainer::resume`] needs.
    ///
    /// # Errors
    ///
    /// As [`save_checkpoint`].
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let epoch = self.minibatches.as_ref().map(|batches| batches.state(self.steps));
        let state = TrainingState {
            steps: self.steps,
            optimiser: self.optimiser.clone(),
            streams: epoch.map(|epoch| (MINIBATCHES.to_owned(), epoch)).into_iter().collect(),
        };
        save_checkpoint(path, &self.params, &state)
    }

    /// Goes on from a file of [`Trainer::save`]. Network, data, schedule, mask and size of
    /// minibatches are not in the file: they must be those of the run that wrote it.
    ///
    /// # Errors
    ///
    /// As [`load_checkpoint`], and if one run has minibatches and the other has not. Nothing is
    /// changed then.
    pub fn resume(&mut self, path: &Path) -> Result<(), Error> {
        let mut params = self.params.clone();
        let state = load_checkpoint(path, &mut params)?;
        match (&mut self.minibatches, state.streams.get(MINIBATCHES)) {
            (None, None) => {}
            (Some(batches), Some(stream)) => batches.restore(state.steps, stream),
            (None, Some(_)) => {
                return Err(Error::content(path, "the run had minibatches, this one has not"));
            }
            (Some(_), None) => {
                return Err(Error::content(path, "the run had no minibatches, this one has"));
            }
        }
        (self.params, self.optimiser, self.steps) = (params, state.optimiser, state.steps);
        self.prune();
        Ok(())
    }
}

/// Which examples each step sees.
#[derive(Clone, Debug)]
struct Minibatches {
    size: usize,
    stream: Stream,
    /// The stream before the present epoch's shuffle: enough to repeat it.
    epoch: StreamState,
    order: Vec<usize>,
}

impl Minibatches {
    fn new(examples: usize, size: usize, stream: Stream) -> Self {
        let epoch = stream.state();
        Self { size, stream, epoch, order: (0..examples).collect() }
    }

    /// The examples of a step; steps are asked for one after the other.
    fn at(&mut self, step: u64) -> &[usize] {
        let within = self.within(step);
        if within == 0 {
            self.shuffle();
        }
        let start = within * self.size;
        let rest = &self.order[start..];
        rest.get(..self.size).unwrap_or(rest)
    }

    /// The stream before the shuffle of the epoch that `step` belongs to.
    fn state(&self, step: u64) -> StreamState {
        if self.within(step) == 0 { self.stream.state() } else { self.epoch.clone() }
    }

    /// Goes back to where [`Minibatches::state`] was taken.
    fn restore(&mut self, step: u64, state: &StreamState) {
        self.stream = Stream::resume(state);
        if self.within(step) > 0 {
            self.shuffle();
        }
    }

    /// The number of the step in its epoch.
    fn within(&self, step: u64) -> usize {
        let steps = self.order.len().div_ceil(self.size) as u64;
        // Below the number of examples, so it fits.
        (step % steps) as usize
    }

    /// A new epoch. The order starts from 0, 1, …, not from the last one, so that it depends on
    /// the position of the stream alone.
    fn shuffle(&mut self) {
        self.epoch = self.stream.state();
        for (i, example) in self.order.iter_mut().enumerate() {
            *example = i;
        }
        self.stream.shuffle(&mut self.order);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Init, Loss, Mlp, Parametrisation};
    use autodiff::Fun;
    use numerics::Matrix;

    fn recipe() -> Mlp {
        Mlp::new(&[1, 6, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal))
    }

    /// 23 points, so that minibatches of 5 leave three for the last step of an epoch.
    fn parabola() -> (Matrix, Matrix) {
        let x: Vec<f64> = (0..23).map(|i| f64::from(i) / 11.0 - 1.0).collect();
        let y = x.iter().map(|x| x * x).collect();
        (Matrix { rows: 23, cols: 1, data: x }, Matrix { rows: 23, cols: 1, data: y })
    }

    fn bits(trainer: &Trainer<'_>) -> Vec<u64> {
        trainer.params().data().iter().map(|x| x.to_bits()).collect()
    }

    #[test]
    fn a_step_moves_against_the_gradient_at_the_scheduled_rate() {
        let (inputs, targets) = parabola();
        let mlp = recipe();
        let params = mlp.init(&mut Stream::new("nn.train", 0, "init"));
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        let schedule = Schedule::Cosine { initial: 0.1, steps: 4 };
        let mut trainer =
            Trainer::new(objective.clone(), params.clone(), Optimiser::sgd(), schedule);
        trainer.step();
        let before = trainer.params().clone();
        let loss = trainer.step();
        let mut gradient = vec![0.0; params.len()];
        assert_eq!(loss, objective.full(&before, &mut gradient));
        assert_eq!(trainer.gradient(), gradient);
        for ((after, before), g) in trainer.params().data().iter().zip(before.data()).zip(gradient)
        {
            assert_eq!(*after, before - schedule.at(1) * g);
        }
    }

    #[test]
    fn an_epoch_shows_every_example_once() {
        let stream = Stream::new("nn.train", 0, "order");
        let mut batches = Minibatches::new(23, 5, stream);
        let mut epoch = |first: u64| -> Vec<usize> {
            let steps: Vec<_> = (first..first + 5).map(|step| batches.at(step).to_vec()).collect();
            assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5, 5, 3]);
            steps.concat()
        };
        let (first, second) = (epoch(0), epoch(5));
        assert_ne!(first, second);
        for mut order in [first, second] {
            order.sort_unstable();
            assert_eq!(order, (0..23).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_resumed_run_is_the_straight_run() {
        let (inputs, targets) = parabola();
        let mlp = recipe();
        let trainer = |size: Option<usize>| {
            let params = mlp.init(&mut Stream::new("nn.train", 0, "init"));
            let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
            let adam = Optimiser::adam(params.len());
            let schedule = Schedule::Cosine { initial: 0.02, steps: 80 };
            let trainer = Trainer::new(objective, params, adam, schedule);
            match size {
                None => trainer,
                Some(size) => trainer.minibatches(size, Stream::new("nn.train", 0, "order")),
            }
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.safetensors");
        // Stopped before the first step, inside an epoch of five steps, at its end, and after.
        for (size, stop) in [(None, 50), (Some(5), 0), (Some(5), 48), (Some(5), 50), (Some(5), 51)]
        {
            let mut straight = trainer(size);
            let last = straight.run(100, |_, _| ());
            let mut first = trainer(size);
            first.run(stop, |_, _| ());
            first.save(&path).unwrap();
            let mut second = trainer(size);
            second.resume(&path).unwrap();
            assert_eq!(second.steps(), stop);
            assert_eq!(second.run(100 - stop, |_, _| ()).to_bits(), last.to_bits());
            assert_eq!(bits(&second), bits(&straight), "stopped after {stop} steps");
        }
        let error = trainer(None).resume(&path).unwrap_err().to_string();
        assert!(error.contains("the run had minibatches"), "{error}");
        trainer(None).save(&path).unwrap();
        let error = trainer(Some(5)).resume(&path).unwrap_err().to_string();
        assert!(error.contains("the run had no minibatches"), "{error}");
    }

    #[test]
    fn the_hook_sees_every_step() {
        let (inputs, targets) = parabola();
        let mlp = recipe();
        let params = mlp.init(&mut Stream::new("nn.train", 0, "init"));
        let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        let mut trainer =
            Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(0.05));
        let mut seen = Vec::new();
        trainer.run(2, |step, loss| seen.push((step, loss)));
        let last = trainer.run(2, |step, loss| seen.push((step, loss)));
        assert_eq!(seen.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert!(seen.windows(2).all(|pair| pair[1].1 < pair[0].1), "{seen:?}");
        assert_eq!(seen[3].1, last);
    }
}

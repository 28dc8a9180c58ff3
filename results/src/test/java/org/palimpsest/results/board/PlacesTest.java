package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.annotations.Test;

public class PlacesTest {
    private static Map<Long, Double> seeds(double... values) {
        Map<Long, Double> seeds = new HashMap<>();
        for (double value : values) {
            seeds.put((long) seeds.size(), value);
        }
        return seeds;
    }

    @SafeVarargs
    private static List<String> places(Map<Long, Double>... rows) {
        return Places.of(List.of(rows)).stream().map(Places.Place::toString).toList();
    }

    @Test
    public void rowsThatCannotBeToldApartShareTheirPlaces() {
        assertEquals(places(seeds(.80, .82, .84), seeds(.79, .84, .81), seeds(.20, .22, .21)), List.of("1–2", "1–2", "3"));
    }

    /** Each by itself varies by .2, but by seed the first is ahead by .01 or so everywhere: t = .012 / (.00265 / sqrt 3) = 7.9 > 4.3. */
    @Test
    public void differencesAreTakenSeedBySeed() {
        assertEquals(places(seeds(.512, .611, .715), seeds(.50, .60, .70)), List.of("1", "2"));
    }

    /** a and b are alike, and b and c, but a is ahead of c. */
    @Test
    public void likenessIsNotPassedOn() {
        assertEquals(places(seeds(.80, .81, .82), seeds(.70, .80, .78), seeds(.70, .71, .725)), List.of("1–2", "1–3", "2–3"));
    }

    @Test
    public void meansDecideWhereThereIsNoInterval() {
        assertEquals(places(seeds(.8, .7), seeds(.75, .7), seeds(.9)), List.of("2", "3", "1"));
        assertEquals(places(seeds(.5), seeds(.5)), List.of("1–2", "1–2"), "equals share");
        Map<Long, Double> other = Map.of(7L, .1, 8L, .2, 9L, .3);
        assertEquals(places(seeds(.1, .2, .9), other), List.of("1", "2"), "no seed in common");
    }

    /** One row of two seeds among others of three could be anywhere. */
    @Test
    public void aRowOfFewSeedsIsNotToldApartFromOthersOfMore() {
        assertEquals(places(seeds(.80, .82, .84), seeds(.5, .51), seeds(.20, .22, .21)), List.of("1–2", "1–3", "2–3"));
    }

    /** Six seeds that all differ alike are the first that show anything; three times the same is chance one time in four. */
    @Test
    public void theSameDifferenceEverywhereNeedsSixSeeds() {
        assertEquals(places(seeds(.5, .6, .7), seeds(.4, .5, .6)), List.of("1–2", "1–2"));
        assertEquals(places(seeds(.5, .6, .7, .8, .9, 1), seeds(.4, .5, .6, .7, .8, .9)), List.of("1", "2"));
    }

    @Test
    public void theOrderOfTheRowsDoesNotMatter() {
        Random random = new Random(3);
        List<Map<Long, Double>> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(seeds(i / 20. + random.nextGaussian() / 30, i / 20. + random.nextGaussian() / 30, i / 20. + random.nextGaussian() / 30));
        }
        Map<Map<Long, Double>, Places.Place> first = new HashMap<>();
        List<Places.Place> places = Places.of(rows);
        for (int i = 0; i < rows.size(); i++) {
            first.put(rows.get(i), places.get(i));
        }
        Collections.shuffle(rows, random);
        assertEquals(Places.of(rows), rows.stream().map(first::get).toList());
    }
}

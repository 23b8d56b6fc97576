/** Words for pet names: enough that two names in one platform rarely meet. */
export const adverbs = (
  "ably badly boldly briefly brightly calmly carefully clearly closely deeply duly early easily evenly fairly " +
  "firmly freely fully gently gladly greatly hardly highly jointly justly kindly largely lately likely loosely " +
  "mainly merely mildly mostly namely nearly neatly newly nicely openly partly plainly quickly quietly rarely " +
  "readily really richly safely simply slowly smoothly softly solely steadily strongly surely truly vastly warmly " +
  "wholly wisely"
).split(" ");

export const adjectives = (
  "able active amused apt arriving becoming bold brave bright busy calm capable careful caring certain charming " +
  "clean clear clever close cool correct daring decent deep eager elegant endless enough equal exact famous fast " +
  "fine firm fit fleet flexible fond free fresh full funny gentle giving glad golden good grand great happy hardy " +
  "helped helpful honest humble ideal immense intent just keen key kind large lasting learning light live logical " +
  "loved loyal lucky main many mature meet merry mighty model modern moved moving neat new noble normal noted open " +
  "patient perfect pleased poetic polite present prime proper proud pure quick quiet rapid rare ready real regular " +
  "rich right robust sacred safe saved secure select sharp shining simple smart smooth social solid sound special " +
  "stable star steady still strong subtle sunny super sure sweet talented tender tidy tough true trusty up useful " +
  "valid vast vital warm welcome willing wise witty worthy"
).split(" ");

export const nouns = (
  "adder albacore amoeba anchovy ant anteater ape asp badger bass bat bear beetle bird bison boa boar bobcat buck " +
  "buffalo bull camel caribou cat catfish cheetah chicken chimp civet clam cobra cod colt condor coral cougar cow " +
  "coyote crab crane crawdad cricket crow cub deer dingo dodo dog dolphin donkey dove drake duck eagle eel egret " +
  "elephant elf elk emu ewe falcon fawn feline ferret finch fish flea fly foal fowl fox frog gator gazelle gecko " +
  "ghoul gibbon giraffe glider gnat gnu goat goblin goose gopher griffon grouse grub gull guppy haddock hamster hare " +
  "hawk hen heron herring hippo hog hookworm hornet horse hound husky ibex iguana imp insect jackal jaguar javelin " +
  "jay jennet joey kangaroo katydid kid killdeer kit kite kitten koala kodiak koi krill lab lacewing ladybird " +
  "ladybug lamb lamprey lark leech lemming lemur leopard liger lion lioness lionfish lizard llama lobster locust " +
  "longhorn loon lynx macaque macaw mackerel maggot magpie mako malamute mallard mammal mammoth man manatee mantis " +
  "marlin marmoset marmot marten martin mastiff mastodon mayfly meerkat midge mink minnow mite moccasin mole mollusk " +
  "molly monarch mongoose monitor monkey monkfish monster moose moray mosquito moth mouse mudfish mule mullet muskox " +
  "muskrat mustang narwhal newt octopus opossum orca oriole oryx osprey ostrich owl ox oyster panda pangolin panther " +
  "parakeet parrot peacock pegasus pelican penguin perch pheasant phoenix pig pigeon piglet pika piranha platypus " +
  "polecat pony poodle porpoise possum prawn puma pup python quagga quail quetzal rabbit raccoon ram raptor rat rattler " +
  "raven ray redbird redfish reindeer reptile rhino ringtail robin rodent rooster roughy sailfish salmon sawfish " +
  "sawfly scorpion sculpin seagull seal seasnail shad shark sheep shepherd shiner shrew shrimp silkworm skink skunk " +
  "skylark sloth slug snail snake snapper snipe sole spaniel sparrow spider sponge squid squirrel stag starfish " +
  "starling stingray stinkbug stork stud sturgeon sunbeam sunbird sunfish swan swift swine tahr tapir tarpon teal " +
  "termite terrapin terrier tetra thrush tick tiger titmouse toad tomcat tortoise toucan treefrog trout tuna turkey " +
  "turtle unicorn urchin viper vulture wallaby walleye walrus warthog wasp weasel weevil whale whippet wildcat wolf " +
  "wombat worm wren yak yeti zebra"
).split(" ");
